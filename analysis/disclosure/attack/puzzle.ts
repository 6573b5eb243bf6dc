/** A released table as a reader has it: the text of a tidy CSV file. */
export interface ReleasedText {
  readonly name: string;
  readonly text: string;
}

/** The rules a reader knows, because the pack prints them. */
export interface KnownRules {
  readonly threshold: number;
  readonly roundTo: number;
  readonly symbol: string;
  readonly zeros: "shown" | "hidden" | "hidden-if-sensitive";
  readonly sensitive: readonly string[];
  /** Words for levels whose noughts are always shown. */
  readonly judgements?: readonly string[];
}

/** A count that the reader would know: printed, hidden behind the symbol, or of a group nobody prints. */
export interface Unknown {
  readonly key: string;
  readonly files: Set<string>;
  low: number;
  high: number;
  hidden: boolean;
  /** No table prints it: a group between the categories of two tables. */
  readonly isDerived: boolean;
  /** Is it of interest that there is nobody? */
  readonly noughtTells: boolean;
}

/** A sum that what is printed says must hold; cells by their number. */
export interface Sum {
  readonly total: number;
  readonly parts: readonly number[];
}

/** A share that is printed: the part is so much of the whole, from the one to the other. */
export interface Share {
  readonly part: number;
  readonly whole: number;
  readonly low: number;
  readonly high: number;
}

/** A printed cell in the reader's words: for each variable the levels that it holds. */
export interface PrintedCell {
  readonly index: number;
  readonly file: string;
  readonly base: string;
  readonly about: ReadonlyMap<string, readonly string[]>;
}

/** What a reader can write down from the files: counts not known, and sums they must meet. */
export class Puzzle {
  readonly unknowns: Unknown[] = [];
  readonly printed: PrintedCell[] = [];
  readonly shares: Share[] = [];
  /** Groups that a mean alone shows to be small. */
  readonly few: { readonly cell: string; readonly file: string; readonly most: number }[] = [];
  readonly numberOf = new Map<string, number>();
  readonly #sums = new Map<string, Sum>();
  /** Do two files say different things of one count? */
  contradiction = false;
  /** Were there too many groups to write down? */
  tooLarge = false;

  readonly rules: KnownRules;

  constructor(rules: KnownRules) {
    this.rules = rules;
  }

  get sums(): Sum[] {
    return [...this.#sums.values()];
  }

  note(
    key: string,
    file: string,
    range: readonly [low: number, high: number],
    isHidden: boolean,
    more: { readonly isDerived?: boolean; readonly noughtTells?: boolean } = {},
  ): number {
    let index = this.numberOf.get(key);
    if (index === undefined) {
      index = this.unknowns.length;
      this.numberOf.set(key, index);
      this.unknowns.push({
        key,
        files: new Set(),
        low: range[0],
        high: range[1],
        hidden: isHidden,
        isDerived: more.isDerived ?? false,
        noughtTells: more.noughtTells ?? false,
      });
    }
    const unknown = this.unknowns[index] as Unknown;
    unknown.files.add(file);
    // Hidden in one file and shown in another: what is shown is known, and the hiding has failed.
    unknown.low = Math.max(unknown.low, range[0]);
    unknown.high = Math.min(unknown.high, range[1]);
    unknown.hidden ||= isHidden;
    if (unknown.low > unknown.high) this.contradiction = true;
    return index;
  }

  add(total: number, parts: readonly (number | undefined)[]): void {
    if (parts.length === 0 || parts.includes(undefined)) return;
    if (parts.length === 1 && parts[0] === total) return;
    const sorted = [...(parts as number[])].sort((a, b) => a - b);
    this.#sums.set(`${total}:${sorted.join()}`, { total, parts: sorted });
  }

  /** What a shown count stands for: all that round to it. */
  rangeOf(shown: number): [number, number] {
    const { threshold, roundTo } = this.rules;
    if (shown === 0) return [0, 0];
    if (roundTo <= 1) return [shown, shown];
    return [
      Math.max(threshold, shown - Math.floor(roundTo / 2)),
      shown + Math.ceil(roundTo / 2) - 1,
    ];
  }

  /** Would a nought be hidden in a cell that speaks of these variables and levels? */
  noughtTells(variables: readonly string[], levels: readonly string[]): boolean {
    const { zeros, judgements, sensitive } = this.rules;
    if (zeros === "hidden") return true;
    if (zeros === "shown" || levels.some((level) => judgements?.includes(level))) return false;
    return variables.some((variable) => sensitive.includes(variable));
  }
}
