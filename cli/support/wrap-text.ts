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

/**
 * The same as one text, each line ended, those after the first indented by two.
 *
 * @example
 * wrapped("one two three", 8) // => "one two\n  three\n"
 */
export function wrapped(text: string, width: number): string {
  return `${wrapText(text, 0, width, 2).join("\n")}\n`;
}
