/** Where a child lived, as it follows "the child lived". */
export const settingPhrases: Readonly<Record<string, string>> = {
  parent: "with a parent",
  kin: "with relatives or friends",
  foster: "in foster care",
  residential: "in residential care",
  adoption: "in an adoptive family",
  special_guardianship: "under special guardianship",
  secure: "in a secure home",
  hospital: "in hospital",
  respite: "in respite care",
  independent: "independently",
  custody: "in custody",
  other: "elsewhere",
  unknown: "in a place not on record",
};
