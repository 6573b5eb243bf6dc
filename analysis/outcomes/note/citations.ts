import type { RecordReference } from "../../timeline/record-reference.ts";
import type { DerivedStudy } from "../derive-study.ts";
import { type RecordPlace, recordPlaces } from "../trace.ts";
import { listWords, rangeWords } from "./words.ts";

/** Numbers for the records a note rests on: the same records get the same number wherever they are cited. */
export class Citations {
  readonly #derived: DerivedStudy;
  readonly #numbers = new Map<string, number>();
  readonly #cited: (readonly RecordPlace[])[] = [];

  constructor(derived: DerivedStudy) {
    this.#derived = derived;
  }

  /** The mark that stands after a statement, with a space before it; empty without records. */
  mark(references: readonly RecordReference[]): string {
    const places = references.flatMap((each) => recordPlaces(this.#derived, each));
    if (places.length === 0) return "";
    const key = places.map(({ file, row }) => `${file}:${row}`).join(" ");
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#cited.push(places);
      this.#numbers.set(key, number);
    }
    return ` [${number}]`;
  }

  /** The records by number: file, rows, and pages of the case file where they are known. */
  list(): NoteRecords[] {
    return this.#cited.map((places, index) => {
      const files = [...new Set(places.map((each) => each.file))];
      const words = files.map((file) => {
        const own = places.filter((each) => each.file === file);
        const rows = own.map((each) => each.row);
        const pages = [...new Set(own.flatMap((each) => (each.page === null ? [] : [each.page])))];
        const page =
          pages.length === 0 || pages.length > mostPages
            ? ""
            : ` (${pages.length === 1 ? "page" : "pages"} ${pages.every((each) => /^\d+$/.test(each)) ? rangeWords(pages.map(Number)) : listWords(pages)} of the file)`;
        return `${file}, ${new Set(rows).size === 1 ? "row" : "rows"} ${rangeWords(rows)}${page}`;
      });
      return { number: index + 1, words: words.join("; "), places };
    });
  }
}

const mostPages = 12;

/** What stands behind one number of a note. */
export interface NoteRecords {
  readonly number: number;
  readonly words: string;
  readonly places: readonly RecordPlace[];
}
