import type { OpenStudy } from "./load-study.ts";

/** The line under every screen of real counts; a synthetic study says that it is one. */
export function notForRelease(study: OpenStudy | null): string {
  const synthetic = study?.loaded.config.synthetic === true ? "SYNTHETIC data. " : "";
  return `\n${synthetic}Real counts, for your own screen and not for release:\nprotected figures come from throughline release.\n`;
}
