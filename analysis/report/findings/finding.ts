import type { DrawnFigure } from "../html/figure-node.ts";
import type { Sentence } from "./sentence.ts";

/** What a study found, in words that are bound to its results. */
export interface Finding {
  readonly id: string;
  /** A few words above it: what it is about. */
  readonly topic: Sentence;
  /** The finding with its size. */
  readonly claim: Sentence;
  /** How far it can be trusted: interval, test, brothers and sisters. */
  readonly confidence: readonly Sentence[];
  /** What it does not show. */
  readonly limits: readonly Sentence[];
  /** The same for people who work with families: short sentences, no tests. */
  readonly plain: { readonly claim: Sentence; readonly sure: readonly Sentence[] };
  /** Something for a team to ask of its own cases. */
  readonly question: Sentence | null;
  readonly draw: ((document: Document) => DrawnFigure) | null;
}
