/** What a terminal would show, as a page: bold and dim kept, one window on a plain ground. */
export function terminalPage(title: string, command: string, output: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(title)}</title><style>
body{margin:0;padding:24px;background:#e9edf2;width:max-content}
main{background:#101820;color:#e8edf2;border-radius:10px;padding:18px 24px 22px;box-shadow:0 6px 24px #0003}
pre{margin:0;font:15px/1.45 "DejaVu Sans Mono",Menlo,Consolas,monospace}
b{color:#fff}i{font-style:normal;color:#9fb0c0}kbd{font:inherit;color:#7fd1c4}
</style><main><pre><kbd>$ ${escaped(command)}</kbd>
${marked(output)}</pre></main></html>`;
}

/** Escape sequences of bold and dim become elements; any other is left out. */
function marked(output: string): string {
  let open = "";
  const parts = output.split("\u001b[").map((part, index) => {
    if (index === 0) return escaped(part);
    const end = part.indexOf("m");
    const code = part.slice(0, end);
    const close = open;
    open = code === "1" ? "b" : code === "2" || code === "90" ? "i" : "";
    return `${close === "" ? "" : `</${close}>`}${open === "" ? "" : `<${open}>`}${escaped(part.slice(end + 1))}`;
  });
  return parts.join("") + (open === "" ? "" : `</${open}>`);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
