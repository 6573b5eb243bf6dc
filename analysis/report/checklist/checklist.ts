import type { Part } from "../page/blocks.ts";

/** One thing that a reporting checklist asks for. */
export interface ChecklistItem {
  /** Its number in the checklist, such as 12c. */
  readonly id: string;
  /** What it asks, in our words. */
  readonly asks: string;
  /** Ids of sections that answer it, the best first; none where only the authors can. */
  readonly sections: readonly string[];
  /** Kinds of analysis whose sections answer it. */
  readonly kinds?: readonly string[];
}

export interface Checklist {
  readonly name: "strobe" | "record";
  readonly title: string;
  readonly source: string;
  readonly items: readonly ChecklistItem[];
}

/** A checklist filled in: each item with the section that answers it, or null. */
export interface FilledItem {
  readonly id: string;
  readonly asks: string;
  readonly section: { readonly id: string; readonly title: string } | null;
}

/**
 * Fills in a checklist from the sections that a report has.
 *
 * @param places - Places inside a section that answer an item by themselves.
 * @param kindOf - The kind of analysis behind a section, such as "associate", or null.
 */
export function fillChecklist(
  checklist: Checklist,
  parts: readonly Part[],
  kindOf: (section: string) => string | null,
  places: readonly { readonly id: string; readonly title: string }[] = [],
): FilledItem[] {
  const sections = [
    ...places,
    ...parts.flatMap((part) => [
      { id: part.id, title: part.title },
      ...part.sections.map(({ id, title }) => ({ id, title })),
    ]),
  ];
  return checklist.items.map(({ id, asks, sections: wanted, kinds }) => {
    const named = wanted
      .map((own) =>
        sections.find((section) => section.id === own || section.id.startsWith(`${own}-`)),
      )
      .find((section) => section !== undefined);
    const byKind = sections.find((section) => kinds?.includes(kindOf(section.id) ?? "") === true);
    return { id, asks, section: named ?? byKind ?? null };
  });
}
