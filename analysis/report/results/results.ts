/** A document of results: plain JSON with a schema. */
export type ResultDocument = { readonly schema: string } & Readonly<Record<string, unknown>>;

/** What became of one item of the study's plan. */
export interface PlannedResult {
  readonly number: number;
  /** describe, associate, tree, compare, model, agree… */
  readonly kind: string;
  readonly title: string;
  readonly document: ResultDocument | null;
  /** Why it could not be done. */
  readonly refused: string | null;
}

/** The name of the file that holds the document of an item of the plan. */
export const plannedFile = (result: Pick<PlannedResult, "number" | "kind">): string =>
  `${String(result.number).padStart(2, "0")}-${result.kind}.json`;

/** All documents of a study by file name, read by path: `08-associate.json#/results/0/pValue`. */
export class Results {
  readonly documents: ReadonlyMap<string, ResultDocument>;

  constructor(documents: ReadonlyMap<string, ResultDocument>) {
    this.documents = documents;
  }

  /**
   * The value at a path.
   *
   * @throws {Error} when there is nothing: a fault of ours.
   */
  at(path: string): unknown {
    const value = this.find(path);
    if (value === undefined) throw new Error(`There is no result at ${path}.`);
    return value;
  }

  /** The value at a path, or undefined. */
  find(path: string): unknown {
    const [file = "", pointer = ""] = path.split("#");
    let value: unknown = this.documents.get(file);
    for (const step of pointer.split("/").slice(1)) {
      if (value === null || typeof value !== "object") return undefined;
      const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
      if (!Object.hasOwn(value, key)) return undefined;
      value = (value as Record<string, unknown>)[key];
    }
    return value;
  }
}

/**
 * A path to a place in a document.
 *
 * @example
 * pathTo("a.json", "results", 0, "p/q") // => "a.json#/results/0/p~1q"
 */
export function pathTo(file: string, ...steps: readonly (string | number)[]): string {
  const pointer = steps
    .map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("");
  return `${file}#${pointer}`;
}
