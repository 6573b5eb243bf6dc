import { ageInYears } from "../../../data-dictionary/dates/day.ts";
import type { Fact } from "../fact.ts";
import { notRecorded } from "../fact.ts";

export const ageAtIndex: Fact = {
  name: "age_at_index",
  label: "Age at the index date",
  meaning: "Completed years from birth to the index date.",
  unit: "years",
  of: ({ birth, index }) =>
    birth === null || index === null ? notRecorded : ageInYears(birth, index),
  records: ({ child }) => [{ table: "children", row: child }],
};

export const ageAtFollowUp: Fact = {
  name: "age_at_follow_up",
  label: "Age at follow-up",
  meaning: "Completed years from birth to the day of follow-up.",
  unit: "years",
  of: ({ birth, followUp }) =>
    birth === null || followUp === null ? notRecorded : ageInYears(birth, followUp),
  records: ({ child }) => [{ table: "children", row: child }],
};
