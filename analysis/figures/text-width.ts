// Widths in thousandths of the size, for a sans serif of Helvetica's and Arial's proportions.
const widths: Record<string, number> = {};
const set = (width: number, characters: string): void => {
  for (const character of characters) widths[character] = width;
};
set(191, "'‘’");
set(222, "ijl");
set(278, " !,./:;I[\\]ft");
set(333, "()-`r“”");
set(355, '"*');
set(500, "Jckvsxyz");
set(556, "#$0123456789L_abdeghnopqu?–");
set(584, "+<=>~−×±");
set(611, "FTZ");
set(667, "&ABEKPSVXY");
set(722, "CDHNRUw");
set(778, "GOQ");
set(833, "Mm");
set(889, "%");
set(944, "W");
set(1000, "—…→");

/** Room for a font that is a little wider than the one measured. */
const slack = 1.04;

/**
 * About how wide a text is, in pixels, without a browser to measure it. Accents do not widen a letter.
 *
 * @example
 * textWidth("", 14) // => 0
 */
export function textWidth(text: string, size: number, bold = false): number {
  let sum = 0;
  for (const character of text.normalize("NFD")) {
    if (/\p{M}/u.test(character)) continue;
    sum += widths[character] ?? (bold ? 690 : 650);
  }
  return (sum / 1000) * size * (bold ? 1.07 : 1) * slack;
}

/**
 * Breaks a text into lines no wider than `width`, at spaces and after hyphens and slashes; a word that is
 * wider than a line by itself is broken inside.
 *
 * @example
 * wrapText("one two", 40, 14) // => ["one", "two"]
 */
export function wrapText(text: string, width: number, size: number, bold = false): string[] {
  const fits = (line: string): boolean => textWidth(line.trimEnd(), size, bold) <= width;
  const lines: string[] = [];
  let line = "";
  for (const piece of text.split(/(?<=[\s/]|[\p{L}]-)/u)) {
    if (line !== "" && !fits(line + piece)) {
      lines.push(line.trimEnd());
      line = "";
    }
    let rest = piece;
    while (!fits(rest) && rest.length > 1) {
      let take = rest.length - 1;
      while (take > 1 && !fits(rest.slice(0, take))) take--;
      lines.push(rest.slice(0, take));
      rest = rest.slice(take);
    }
    line += rest;
  }
  if (line.trimEnd() !== "" || lines.length === 0) lines.push(line.trimEnd());
  return lines;
}
