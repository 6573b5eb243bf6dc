/** A part of a note: sentences, one a line; a line that begins with "• " is one of a list. */
export interface NoteSection {
  readonly heading: string;
  readonly lines: readonly string[];
}
