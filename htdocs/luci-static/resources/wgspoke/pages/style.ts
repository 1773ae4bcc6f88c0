// What do the pages need beyond the theme's own classes? Little; colours are the theme's variables.

const CSS = `
.wgs h2:focus,.wgs h3:focus{outline:none}
.wgs-steps{display:flex;flex-wrap:wrap;gap:.25em;list-style:none;margin:0 0 1em;padding:0}
.wgs-steps li{margin:0}
.wgs-steps button[aria-current]{font-weight:bold;box-shadow:inset 0 -3px var(--primary-color-high,#1976d2)}
.wgs-buttons{margin-top:1em}
.wgs p a,.wgs .alert-message a{text-decoration:underline}
.wgs-heard{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.wgs .alert-message ul{padding-left:1.5em}
.wgs-finding{border-left:4px solid var(--primary-color-high,#1976d2);padding:.25em .75em;margin:.5em 0;max-width:60em;overflow-wrap:anywhere}
.wgs-finding p{margin:.25em 0}
.wgs-warning{border-color:var(--warn-color-high,#efbd0b)}
.wgs-error{border-color:var(--error-color-high,#f62b12)}
.wgs-drop{outline:2px dashed var(--primary-color-high,#1976d2);outline-offset:4px}
.wgs-check{display:flex;gap:.5em;align-items:center;padding:.35em 0}
.wgs-fold{margin:.75em 0}
.wgs-fold>summary{cursor:pointer;padding:.35em 0}
.wgs-copy{margin:1em 0}
.wgs-copy-head{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:center;gap:.25em .5em;margin-bottom:.25em}
.wgs-copy pre,.wgs-diff{overflow-x:auto;white-space:pre-wrap;word-break:break-all;margin:0}
.wgs-diff{max-height:22em;overflow-y:auto}
.wgs-diff ins,.wgs-diff del{display:block;text-decoration:none;color:inherit;padding:0 .25em}
.wgs-diff ins{background:rgba(var(--success-color-high-rgb,0,172,89),.22)}
.wgs-diff del{background:rgba(var(--error-color-high-rgb,246,43,18),.2)}
.wgs-site{border-top:1px solid var(--border-color-medium,#ddd);padding-top:1em}
.wgs-progress{list-style:none;margin:.5em 0 1em;padding:0}
.wgs-progress li{padding:.2em 0;color:inherit}
.wgs-progress b{display:inline-block;width:1.6em;text-align:center}
.wgs-progress [data-state=waiting]{opacity:.6}
.wgs-map{display:block;width:100%;max-width:660px;height:auto;margin:0 auto 1em}
.wgs-map text{fill:var(--text-color-high,#404040);font:13px var(--font-sans,sans-serif)}
.wgs-map .wgs-small{font-size:11px}
.wgs-map rect{fill:var(--background-color-low,#f5f5f5);stroke:var(--border-color-high,#ccc)}
.wgs-map path{fill:none;stroke-width:2.5}
.wgs-yes{stroke:var(--success-color-high,#00ac59)}
.wgs-no{stroke:var(--error-color-high,#f62b12);stroke-dasharray:7 5}
.wgs-unknown{stroke:var(--text-color-medium,#808080);stroke-dasharray:2 5}
.wgs-facts{display:grid;grid-template-columns:fit-content(60%) 1fr;gap:.35em 1em;margin:0 0 1em}
.wgs-facts dt{font-weight:bold}
.wgs-facts dd{margin:0;overflow-wrap:anywhere}
.wgs [data-part=handout]{scroll-margin-top:5em}
.wgs-qr{display:block;width:100%;max-width:24em;height:auto;margin:.5em 0}
td .wgs-key{overflow-wrap:anywhere}
@media (max-width:600px){
.wgs .cbi-value{display:block}
.wgs .cbi-value-title{display:block;text-align:left!important;padding:0 0 .25em}
.wgs .cbi-value-field{margin-left:0}
.wgs .cbi-value-field>div>input[type=text],.wgs .cbi-value-field select{width:100%;max-width:100%}
.wgs-steps{gap:.15em}
.wgs-steps button{padding:0 .5em}
.wgs-steps button:not([aria-current]) span{display:none}
.wgs-buttons{display:flex;gap:.5em;flex-wrap:wrap}
.wgs-buttons .btn{flex:1 1 auto}
}`;

/** Puts the rules into the page, once. */
export function addStyle(): void {
	if (document.getElementById('wgspoke-style')) return;
	document.head.append(E('style', { id: 'wgspoke-style' }, [CSS]));
}
