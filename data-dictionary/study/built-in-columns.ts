import type { Level } from "../table/column.ts";

/** How a column of a table is read when the codebook does not say. */
export interface ColumnSpec {
  readonly kind: "identifier" | "text" | "date" | "categorical" | "numeric";
  readonly label: string;
  readonly levels?: readonly Level[];
  readonly ordered?: boolean;
  readonly required?: boolean;
  readonly level?: "child" | "family" | "other";
  readonly min?: number;
  readonly max?: number;
  readonly minDay?: string;
  readonly maxDay?: string;
  readonly integer?: boolean;
}

const words = (list: Readonly<Record<string, string>>): Level[] =>
  Object.entries(list).map(([value, label]) => ({ value, label }));

/** Where a child lives. */
export const settings = words({
  parent: "With a parent",
  kin: "With relatives or friends",
  foster: "Foster care",
  residential: "Residential care",
  adoption: "Adoptive family",
  special_guardianship: "Special guardianship",
  secure: "Secure home",
  hospital: "Hospital",
  respite: "Respite care",
  independent: "Living independently",
  custody: "Custody",
  other: "Elsewhere",
});

/** On what legal footing. */
export const legalStatuses = words({
  none: "No order",
  s20: "Accommodated under section 20",
  interim_care_order: "Interim care order",
  care_order: "Care order",
  supervision_order: "Supervision order",
  placement_order: "Placement order",
  special_guardianship_order: "Special guardianship order",
  adoption_order: "Adoption order",
  police_protection: "Police protection or emergency order",
  remand: "Remand",
  other: "Other",
});

/** The lanes of a chronology, top to bottom. */
export const lanes = words({
  home_and_placement: "Home and placement",
  legal: "Legal",
  protection_and_plans: "Protection and plans",
  referrals_and_incidents: "Referrals and incidents",
  agency_response: "Agency response",
  child: "Child",
  parents: "Parents",
});

const yesNo = words({ "1": "Yes", "0": "No" });
const id = (label: string, required = false): ColumnSpec => ({
  kind: "identifier",
  label,
  required,
});
const text = (label: string): ColumnSpec => ({ kind: "text", label });
const date = (label: string, required = false): ColumnSpec => ({ kind: "date", label, required });

/** The structure of the tables every study shares; a codebook variable of the same name wins. */
export const builtInColumns: Readonly<Record<string, Readonly<Record<string, ColumnSpec>>>> = {
  families: { family_id: id("Family", true) },
  children: { child_id: id("Child", true), family_id: id("Family", true) },
  placements: {
    placement_id: id("Placement"),
    child_id: id("Child", true),
    start: date("Start", true),
    end: date("End"),
    setting: { kind: "categorical", label: "Setting", levels: settings, required: true },
    legal_status: { kind: "categorical", label: "Legal status", levels: legalStatuses },
    carer_id: id("Carer"),
    end_reason: { kind: "categorical", label: "Reason it ended" },
    planned: { kind: "categorical", label: "Was the end planned?", levels: yesNo },
  },
  events: {
    event_id: id("Event"),
    child_id: id("Child"),
    family_id: id("Family"),
    date: date("Date", true),
    date_precision: {
      kind: "categorical",
      label: "How exact the date is",
      levels: words({ day: "Day", month: "Month", quarter: "Quarter", year: "Year" }),
    },
    lane: { kind: "categorical", label: "Lane", levels: lanes },
    type: { kind: "categorical", label: "What happened", required: true },
    answered_by: id("Answered by"),
    category: { kind: "categorical", label: "Category" },
    outcome: { kind: "categorical", label: "Outcome" },
    source_page: text("Page"),
    note: text("Note"),
  },
  ratings: {
    rating_id: id("Rating"),
    family_id: id("Family"),
    child_id: id("Child"),
    item: { kind: "categorical", label: "Item", required: true },
    period_start: date("Period from"),
    period_end: date("Period to"),
    value: { kind: "categorical", label: "Value" },
    coder: { kind: "categorical", label: "Coder" },
    evidence: text("Evidence"),
  },
};
