import type { CaseNote } from "../../analysis/outcomes/note/case-note.ts";
import type { Io } from "../io.ts";
import { styler } from "./style.ts";
import { wrapText } from "./wrap-text.ts";

/** Widest line of a note, so that it can be pasted into a review as it stands. */
const widest = 80;

/**
 * A note as plain paragraphs: who, the sections, the records by their numbers.
 *
 * @param picture - A time line in letters, put after the first section; may be empty.
 */
export function noteText(title: string, note: CaseNote, picture: string, io: Io): string {
  const paint = styler(io);
  const width = Math.min(io.width, widest);
  const paragraph = (text: string): string[] =>
    text.startsWith("• ") ? wrapText(text, 2, width, 4) : wrapText(text, 0, width);
  const lines = [paint("bold", title), "", ...paragraph(note.who)];
  if (note.sections[0]?.heading !== "What happened" && picture !== "") lines.push("", picture);
  for (const { heading, lines: own } of note.sections) {
    lines.push("", paint("bold", heading), ...own.flatMap(paragraph));
    if (heading === "What happened" && picture !== "") lines.push("", picture);
  }
  if (note.records.length > 0) {
    lines.push("", paint("bold", "Records"));
    for (const { number, words } of note.records)
      lines.push(...wrapText(`[${number}] ${words}`, 0, width, 4));
  }
  return `${lines.join("\n")}\n`;
}
