import { type CategoryStyle, softInk } from "./palette.ts";

/** The lanes of events, top to bottom, with the names a reader knows. */
export const eventLanes: readonly { readonly lane: string; readonly name: string }[] = [
  { lane: "home_and_placement", name: "Placement notes" },
  { lane: "legal", name: "Court" },
  { lane: "protection_and_plans", name: "Plans" },
  { lane: "referrals_and_incidents", name: "Concerns" },
  { lane: "agency_response", name: "Response" },
  { lane: "child", name: "Child" },
  { lane: "parents", name: "Parents" },
];

const concern = "#801650";
const response = "#12436D";
const legal = "#3D3D3D";
const plan = "#28A197";
const change = "#F46A25";

const marks: Readonly<Record<string, readonly [letter: string, fill: string]>> = {
  referral: ["R", concern],
  incident: ["!", concern],
  assessment: ["A", response],
  review: ["W", response],
  visit: ["V", response],
  strategy_meeting: ["M", response],
  closure: ["C", change],
  worker_change: ["S", change],
  proceedings: ["P", legal],
  order: ["O", legal],
  legal_advice: ["L", legal],
  condition_set: ["+", plan],
  condition_broken: ["x", concern],
  service: ["H", plan],
};

/** The look of an event's mark; a type that is not known takes the first letter of its label. */
export function eventStyle(type: string, label: string): CategoryStyle {
  const [letter, fill] = marks[type] ?? [label.charAt(0).toUpperCase() || "?", softInk];
  return { fill, hatch: null, letter, outline: fill };
}
