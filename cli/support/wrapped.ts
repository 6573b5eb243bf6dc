/**
 * Text broken at spaces to fit a width, each line ended; lines after the first are indented.
 *
 * @example
 * wrapped("one two three", 8) // => "one two\n  three\n"
 */
export function wrapped(text: string, width: number): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `  ${word}`;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  return `${lines.join("\n")}\n`;
}
