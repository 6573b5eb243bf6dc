/** The files of the study that a notebook was built from, each in base 64. */
declare module "virtual:throughline-study" {
  export const files: Readonly<Record<string, string>>;
}
