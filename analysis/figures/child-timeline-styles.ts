import type { TimelinePhase } from "./child-timeline-options.ts";
import { type CategoryStyle, guide, ink, paper, softInk } from "./palette.ts";

/** Full for work that steers, empty and ruled for work that lets run. */
export const phaseStyles: Readonly<Record<TimelinePhase["value"], CategoryStyle>> = {
  proactive: { fill: "#12436D", hatch: null, letter: "+", outline: "#12436D" },
  passive: { fill: paper, hatch: "level", letter: "–", outline: softInk },
};

export const ordinals = ["1st", "2nd", "3rd"];
export const returnStyle = (at: number): CategoryStyle => ({
  fill: paper,
  hatch: null,
  letter: ordinals[at] ?? `${at + 1}th`,
  outline: ink,
});
export const flagStyle = (at: number): CategoryStyle => ({
  fill: "#801650",
  hatch: null,
  letter: String(at + 1),
  outline: "#801650",
});
/** Short names of orders and plans, for spans that are too short for the long one. */
const shortNames: Readonly<Record<string, string>> = {
  s20: "20",
  interim_care_order: "IC",
  care_order: "CO",
  supervision_order: "SO",
  placement_order: "PO",
  special_guardianship_order: "SG",
  adoption_order: "AO",
  police_protection: "PP",
  remand: "RM",
  plan: "CP",
};

export const spanStyle = (value: string): CategoryStyle => ({
  fill: guide,
  hatch: null,
  letter: shortNames[value] ?? "O",
  outline: softInk,
});
