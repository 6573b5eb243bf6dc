import type { Level } from "../table/column.ts";

/** The 18 headings of a REDCap data dictionary, in their order, with the short names of its API. */
export const redcapColumns = [
  ["Variable / Field Name", "field_name"],
  ["Form Name", "form_name"],
  ["Section Header", "section_header"],
  ["Field Type", "field_type"],
  ["Field Label", "field_label"],
  ["Choices, Calculations, OR Slider Labels", "select_choices_or_calculations"],
  ["Field Note", "field_note"],
  ["Text Validation Type OR Show Slider Number", "text_validation_type_or_show_slider_number"],
  ["Text Validation Min", "text_validation_min"],
  ["Text Validation Max", "text_validation_max"],
  ["Identifier?", "identifier"],
  ["Branching Logic (Show field only if...)", "branching_logic"],
  ["Required Field?", "required_field"],
  ["Custom Alignment", "custom_alignment"],
  ["Question Number (surveys only)", "question_number"],
  ["Matrix Group Name", "matrix_group_name"],
  ["Matrix Ranking?", "matrix_ranking"],
  ["Field Annotation", "field_annotation"],
] as const;

export type RedcapKey = (typeof redcapColumns)[number][1];

/** What kind of answer a variable takes. */
export type FieldType =
  | "text"
  | "notes"
  | "calc"
  | "dropdown"
  | "radio"
  | "checkbox"
  | "yesno"
  | "truefalse"
  | "file"
  | "slider"
  | "descriptive"
  | "sql";

/** One variable of a codebook, with every cell of its row kept as it was written. */
export interface Variable {
  readonly name: string;
  readonly form: string;
  readonly section: string;
  readonly type: FieldType;
  readonly label: string;
  /** Answers of a categorical variable, missing codes left out. */
  readonly choices: readonly Level[];
  /** Missing codes that its choices name, with the words used there. */
  readonly missing: readonly Level[];
  /** The text of a calculation, or the labels of a slider. */
  readonly calculation: string;
  readonly note: string;
  readonly validation: string;
  readonly min: string;
  readonly max: string;
  readonly identifier: boolean;
  readonly branching: string;
  readonly required: boolean;
  /** Tags of the Field Annotation: `@TL-LEVEL=family` is ["TL-LEVEL", "family"]. */
  readonly tags: ReadonlyMap<string, string>;
  /** Are the answers in order? From @TL-ORDERED. */
  readonly ordered: boolean;
  /** Whose fact it is. From @TL-LEVEL; a variable of the form `families` is a family's. */
  readonly level: "child" | "family" | "other";
  /** Must be hidden more strictly in a release. From @TL-SENSITIVE. */
  readonly sensitive: boolean;
  /** All cells of the row by API name, and those of columns REDCap does not have by their heading. */
  readonly cells: ReadonlyMap<string, string>;
  /** The line of the file. */
  readonly line: number;
}

/** The data dictionary of a study. */
export interface Codebook {
  readonly file: string;
  readonly variables: readonly Variable[];
  readonly byName: ReadonlyMap<string, Variable>;
  /** Headings beyond REDCap's, kept when it is written again. */
  readonly extraColumns: readonly string[];
}

/**
 * Does a variable have answers to choose from?
 *
 * @example
 * isCategorical({ type: "yesno" }) // => true
 */
export function isCategorical(variable: Pick<Variable, "type">): boolean {
  return ["dropdown", "radio", "yesno", "truefalse", "checkbox"].includes(variable.type);
}
