// What do the pages need beyond the theme's own classes? Little; colours are the theme's variables. Here what the overview
// draws at once, in morestyle the rest.

const CSS = `
.wgs h2:focus,.wgs h3:focus{outline:none}
.wgs-buttons{margin-top:1em}
.wgs p a,.wgs .alert-message a{text-decoration:underline}
.wgs .alert-message ul{padding-left:1.5em}
.wgs,#modal_overlay .modal{overflow-wrap:break-word}
.wgs-copy{margin:1em 0}
.wgs-copy-head{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:center;gap:.25em .5em;margin-bottom:.25em}
.wgs-copy pre{overflow-x:auto;white-space:pre-wrap;word-break:break-all;margin:0}
.wgs-map{display:block;width:100%;height:auto;margin:0 auto 1em}
.wgs-map text{fill:var(--text-color-high,#404040);font:13px var(--font-sans,sans-serif)}
.wgs-map .wgs-small{font-size:11px}
.wgs-map rect{fill:var(--background-color-low,#f5f5f5);stroke:var(--border-color-high,#ccc)}
.wgs-map path{fill:none;stroke-width:2.5}
.wgs-yes{stroke:var(--success-color-high,#00ac59)}
.wgs-no{stroke:var(--error-color-high,#f62b12);stroke-dasharray:7 5}
.wgs-unknown{stroke:var(--text-color-medium,#808080);stroke-dasharray:2 5}
.wgs-map circle{fill:var(--background-color-low,#f5f5f5);stroke:var(--border-color-high,#888);stroke-width:2}
.wgs-map .wgs-own rect,.wgs-map .wgs-own circle{stroke:var(--primary-color-high,#1976d2);stroke-width:2.5}
.wgs-map .wgs-new rect,.wgs-map .wgs-new circle{stroke:var(--primary-color-high,#1976d2);stroke-dasharray:5 4}
.wgs-answer{margin:.25em 0 .75em;line-height:2}
.wgs-pill{display:inline-block;border-radius:1em;padding:.1em .8em;font-weight:bold;color:#fff;line-height:1.7}
.wgs-pill-good{background:#00753c}
.wgs-pill-bad{background:#c01c05}
.wgs-pill-todo{background:#efbd0b;color:#1a1a1a}
.wgs-pill-unknown,.wgs-pill-waiting{background:var(--background-color-low,#eee);color:var(--text-color-high,#404040);border:1px solid var(--border-color-high,#ccc)}
.wgs-answer strong{margin-left:.4em}
.wgs-age{margin-left:.4em;color:var(--text-color-high,#404040);opacity:.85}
div.wgs-age,br+.wgs-age{margin-left:0}
.wgs-link{background:none;border:0;padding:0;font:inherit;color:var(--primary-color-high,#1259a1);text-decoration:underline;cursor:pointer}
.wgs-spin{display:inline-block;width:.8em;height:.8em;margin-right:.4em;border:2px solid currentColor;border-right-color:transparent;border-radius:50%;animation:wgs-spin 1s linear infinite}
@keyframes wgs-spin{to{transform:rotate(360deg)}}
@media (prefers-reduced-motion:reduce){.wgs-spin{animation:none}}
.wgs-state[data-verdict=yes]{color:var(--wgs-good,#00753c)}
.wgs-state[data-verdict=no]{color:var(--wgs-bad,#c01c05)}
[data-darkmode=true] .wgs{--wgs-good:#3ddb8f;--wgs-bad:#ff8a75}
.wgs-badge{opacity:.9}
.wgs-members td,.wgs li{overflow-wrap:anywhere}
.wgs-star{margin:1em 0}
@media (max-width:600px){
.wgs .wgs-none{display:none!important}
.wgs-answer strong,.wgs-age{margin-left:0}
.wgs-answer strong{display:block}
.wgs-buttons .btn{min-height:44px}
.wgs-buttons{display:flex;gap:.5em;flex-wrap:wrap}
.wgs-buttons .btn{flex:1 1 auto}
}`;

/** Puts rules into the page, once for each id. */
export function addRules(id: string, rules: string): void {
	if (document.getElementById(id)) return;
	document.head.append(E('style', { id }, [rules]));
}

/** For what every page shows. */
export function addStyle(): void {
	addRules('wgspoke-style', CSS);
}
