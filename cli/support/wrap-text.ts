import { stripVTControlCharacters } from "node:util";

/**
 * Text in lines of at most `width`, the first indented by `indent`, the others by `hanging`. Colour codes
 * take no room.
 *
 * @example
 * wrapText("one two three", 2, 9) // => ["  one two", "  three"]
 */
export function wrapText(text: string, indent: number, width: number, hanging = indent): string[] {
  const lines: string[] = [];
  let line = " ".repeat(indent);
  for (const word of text.split(" ")) {
    const visible = stripVTControlCharacters(line);
    const length = stripVTControlCharacters(word).length;
    if (visible.trim() !== "" && visible.length + 1 + length > width) {
      lines.push(line);
      line = " ".repeat(hanging) + word;
    } else line += (visible.trim() === "" ? "" : " ") + word;
  }
  return [...lines, line];
}
