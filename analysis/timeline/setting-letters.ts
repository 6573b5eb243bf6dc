/** One letter for each setting, the same on every screen and picture; capitals are permanent homes. */
export const settingLetters: Readonly<Record<string, string>> = {
  parent: "H",
  kin: "k",
  foster: "f",
  residential: "r",
  adoption: "A",
  special_guardianship: "G",
  secure: "s",
  hospital: "h",
  respite: "b",
  independent: "i",
  custody: "c",
  other: "o",
  unknown: "?",
};
