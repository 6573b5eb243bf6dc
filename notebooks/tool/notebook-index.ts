/** The page of the preview that lists the notebooks. */
export function notebookIndex(
  studyTitle: string,
  notebooks: readonly { readonly file: string; readonly title: string; readonly own: boolean }[],
): string {
  const list = (own: boolean): string =>
    notebooks
      .filter((each) => each.own === own)
      .map(
        ({ file, title }) =>
          `<li><a href="/${encodeURIComponent(file)}">${escapeHtml(title)}</a></li>`,
      )
      .join("");
  const ownList = list(true);
  return `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Notebooks</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<style>body{font:17px/1.6 Arial,"Liberation Sans",sans-serif;margin:0;color:#1b1e23}header{background:#801650;color:#fff;font-weight:bold;font-size:14px;padding:8px 20px}main{max-width:760px;margin:0 auto;padding:20px}h1{color:#12436d}ol,ul{list-style:none;padding:0}li{padding:6px 0}a{color:#12436d}:focus-visible{outline:3px solid #f46a25;outline-offset:2px}</style></head>
<body><header>PRIVATE: these pages hold real cases. For the research team only, not for release.</header>
<main><h1>Notebooks</h1><p>${escapeHtml(studyTitle)}</p><ol>${list(false)}</ol>${ownList === "" ? "" : `<h2>Your own</h2><ul>${ownList}</ul>`}</main></body></html>
`;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** Text made safe to stand in HTML. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => entities[character] as string);
