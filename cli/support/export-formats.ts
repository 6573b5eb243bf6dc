/** Formats of files to take away, in the order of the help. */
export const exportFormats = [
  "csv",
  "xlsx",
  "docx",
  "spss",
  "stata",
  "r",
  "frictionless",
  "parquet",
  "svg",
  "png",
] as const;

export type ExportFormat = (typeof exportFormats)[number];
