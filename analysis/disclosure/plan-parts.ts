import type { PlanItem } from "../../data-dictionary/study/study-schema.ts";

/** One output that an item of a plan asks for. */
export type Part = {
  readonly unit: "child" | "family";
  readonly title: string;
  readonly variables: readonly string[];
} & (
  | { readonly kind: "table" }
  | {
      readonly kind: "tree";
      readonly outcome: string;
      readonly with: readonly string[];
      readonly cuts: Readonly<Record<string, readonly number[]>>;
    }
  | {
      readonly kind: "model";
      readonly outcome: string;
      readonly with: readonly string[];
      readonly event: readonly string[] | undefined;
      readonly reference: Readonly<Record<string, string>> | undefined;
    }
  | {
      readonly kind: "adjusted";
      readonly by: string;
      readonly outcome: string;
      readonly event: readonly string[];
      readonly adjust: readonly string[];
    }
  /** Nothing that a release knows how to protect. */
  | { readonly kind: "unknown"; readonly reason: string }
);

/**
 * An item of the plan as the outputs it makes. What is not known here can't be protected, and is withheld.
 *
 * @param authority - The study's column of authorities.
 */
export function partsOf(item: PlanItem, authority: string): Part[] {
  if ("describe" in item) {
    const unit = item.unit ?? "child";
    return item.describe.map((name) => ({
      kind: "table",
      unit,
      title: item.title ?? name,
      variables: item.by ? [item.by, name] : [name],
    }));
  }
  if ("associate" in item) {
    return item.with.map((name) => ({
      kind: "table",
      unit: item.unit ?? "child",
      title: item.title ?? `${item.associate} by ${name}`,
      variables: [...(item.by ? [item.by] : []), name, item.associate],
    }));
  }
  if ("compare" in item) {
    const unit = item.unit ?? "child";
    const { compare: outcome, by = authority, event, adjust } = item;
    const title = item.title ?? `${outcome} by ${by}`;
    const table: Part = { kind: "table", unit, title, variables: [by, outcome] };
    if (adjust === undefined || event === undefined) return [table];
    return [
      table,
      {
        kind: "adjusted",
        unit,
        title: `${title} (adjusted)`,
        variables: [by, outcome, ...adjust],
        by,
        outcome,
        event,
        adjust,
      },
    ];
  }
  if ("tree" in item) {
    return [
      {
        kind: "tree",
        unit: "child",
        title: item.title ?? `Tree of ${item.tree}`,
        variables: [item.tree, ...item.with],
        outcome: item.tree,
        with: item.with,
        cuts: item.cuts ?? {},
      },
    ];
  }
  if ("model" in item) {
    return [
      {
        kind: "model",
        unit: "child",
        title: item.title ?? `Model of ${item.model}`,
        variables: [item.model, ...item.with],
        outcome: item.model,
        with: item.with,
        event: item.event,
        reference: item.reference,
      },
    ];
  }
  if ("agree" in item) {
    return [
      {
        kind: "unknown",
        unit: "child",
        title: item.title ?? "Agreement",
        variables: [],
        reason: "Agreement between coders is not released: its tables are of single ratings.",
      },
    ];
  }
  return [
    {
      kind: "unknown",
      unit: "child",
      title: "An item of the plan",
      variables: [],
      reason: "A release does not know this kind of output, so it cannot protect it.",
    },
  ];
}
