/** What a browser shows at the address of a running app. */
export function renderFrontPage(appVersion: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Agent-Omega</title>
<style>body{font:16px/1.5 system-ui;max-width:40rem;margin:4rem auto;padding:0 1rem}</style>
<h1>Agent-Omega ${appVersion}</h1>
<p>This app governs AI agents which change themselves. It works on GitHub: open a pull request in a
repository where it is installed, and read its checks.</p>
<ul>
<li><a href="/readyz">Is it ready?</a></li>
<li><a href="/openapi.json">What its API takes</a></li>
</ul>
</html>
`;
}
