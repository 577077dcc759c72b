/** One light sheet for all pages. */
export const style = `
:root { --ink:#1f2328; --soft:#59636e; --line:#d1d9e0; --back:#f6f8fa; --link:#0969da;
  --good:#1a7f37; --bad:#cf222e; --wait:#9a6700; --done:#8250df; --flat:#59636e; }
* { box-sizing: border-box; }
body { margin:0; color:var(--ink); background:#fff; font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif; }
a { color:var(--link); text-decoration:none; } a:hover { text-decoration:underline; }
header { background:var(--back); border-bottom:1px solid var(--line); }
header div, main { max-width:960px; margin:0 auto; padding:14px 20px; }
header a.here { color:var(--ink); font-weight:600; } header nav { margin-top:4px; }
header nav a { margin-right:18px; color:var(--ink); }
h1 { font-size:24px; font-weight:500; margin:10px 0 6px; overflow-wrap:anywhere; }
h1 small, .soft { color:var(--soft); font-weight:400; } .soft { font-size:13px; }
h2 { font-size:16px; margin:26px 0 8px; }
code, pre { font:13px/1.45 ui-monospace,SFMono-Regular,Menlo,monospace; }
code { background:#eff1f3; border-radius:4px; padding:1px 5px; }
pre { background:var(--back); padding:10px 12px; border-radius:6px; overflow:auto; margin:8px 0; }
pre code { background:none; padding:0; }
.box { border:1px solid var(--line); border-radius:6px; margin:8px 0; overflow:hidden; }
.box > .head { background:var(--back); border-bottom:1px solid var(--line); padding:8px 14px; font-size:14px; }
.box > .head:last-child { border-bottom:0; } .markdown > :first-child { margin-top:6px; }
.box > .body { padding:6px 14px; } .row { padding:10px 14px; border-top:1px solid var(--line); }
.row:first-child { border-top:0; } .row.tight { padding:7px 14px; }
.pill { display:inline-block; border-radius:2em; padding:1px 10px; font-size:13px; color:#fff; background:var(--flat); white-space:nowrap; }
.good { background:var(--good); } .bad { background:var(--bad); } .wait { background:var(--wait); } .done { background:var(--done); }
.label { display:inline-block; border-radius:2em; padding:0 9px; font-size:12px; line-height:20px; margin-right:4px; border:1px solid #0002; }
.mark { display:inline-block; width:1.3em; font-weight:700; } .mark.good,.mark.bad,.mark.wait,.mark.flat { background:none; }
.mark.good { color:var(--good); } .mark.bad { color:var(--bad); } .mark.wait { color:var(--wait); } .mark.flat { color:var(--flat); }
.status { padding:3px 0 3px 14px; margin-left:6px; border-left:2px solid var(--line); } details > summary { cursor:pointer; }
.note { border-left:3px solid var(--line); padding:2px 10px; margin:6px 0; font-size:14px; }
.note.failure { border-color:var(--bad); } .note.warning { border-color:var(--wait); } .note.notice { border-color:var(--link); }
.patch { margin:0; border-radius:0; } .patch .add { background:#dafbe1; display:block; } .patch .del { background:#ffebe9; display:block; }
.patch .hunk { color:var(--soft); display:block; } .patch .same { display:block; }
.markdown table { border-collapse:collapse; margin:8px 0; display:block; overflow:auto; } .markdown td, .markdown th { border:1px solid var(--line); padding:4px 10px; }
.markdown tr:nth-child(2n) { background:var(--back); } .markdown h1,.markdown h2 { font-size:18px; font-weight:600; border-bottom:1px solid var(--line); padding-bottom:4px; }
.markdown h3 { font-size:15px; } .markdown blockquote { border-left:3px solid var(--line); margin:8px 0; padding:0 12px; color:var(--soft); }
.markdown details { margin:6px 0; } .markdown summary { cursor:pointer; }
`;
