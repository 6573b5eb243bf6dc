import type { Plugin } from "vite";
import { escapeHtml } from "./notebook-index.ts";

/** What stands around every notebook of a study. */
export interface PageSettings {
  readonly studyTitle: string;
  readonly banner: string;
  /** The study's notebooks, in order: this one is marked. */
  readonly contents: readonly { readonly file: string; readonly title: string }[];
  /** The file name of this notebook. */
  readonly current: string;
}

/** Fills in the places of the page template: title of the study, banner and list of notebooks. */
export function pagePlugin(settings: PageSettings): Plugin {
  return {
    name: "throughline:page",
    transformIndexHtml: {
      order: "pre",
      handler: (html) => {
        let cell = 0;
        return (
          html
            .replace("{{study}}", () => escapeHtml(settings.studyTitle))
            .replace("{{banner}}", () => escapeHtml(settings.banner))
            .replace("{{contents}}", () =>
              settings.contents
                .map(({ file, title }) =>
                  file === settings.current
                    ? `<li><span aria-current="page">${escapeHtml(title)}</span></li>`
                    : `<li><a href="${encodeURIComponent(file)}">${escapeHtml(title)}</a></li>`,
                )
                .join(""),
            )
            // Code that runs over the edge must be reachable by keyboard.
            .replace(
              /<pre( data-language="[a-z]+")?><code class=/g,
              (_, language: string | undefined) =>
                `<pre${language ?? ""} tabindex="0" role="region" aria-label="Code ${++cell}"><code class=`,
            )
        );
      },
    },
  };
}
