import { readFileSync } from "node:fs";
import {
  type ChosenProfile,
  chooseProfile,
  readProfiles,
  type WrittenProfile,
} from "../../data-dictionary/disclosure/profile.ts";
import { packageFile } from "../package-file.ts";
import type { OpenStudy } from "./load-study.ts";

/** The profiles that come with the package. */
export function packagedProfiles(): ReadonlyMap<string, WrittenProfile> {
  const path = packageFile("data-dictionary", "disclosure", "profiles.yaml");
  return readProfiles(readFileSync(path, "utf8"), "profiles.yaml");
}

/** The profile of the study, or the one named; the study's own stricter rules go with its own profile. */
export function profileFor(study: OpenStudy, named: string | undefined): ChosenProfile {
  const { release } = study.loaded.config;
  return chooseProfile(packagedProfiles(), named ?? release.profile, release.raise, release.reason);
}

/** What may be said of a release: never that it is safe. */
export function bannerOf({ profile, changes }: ChosenProfile): string {
  const own = changes.map(({ setting, to }) => `${setting} ${to}`);
  return `Passes profile ${profile.name} v${profile.version}${own.length === 0 ? "" : `, with the study's own ${own.join(", ")}`}`;
}
