// What do forms, dialogs, findings and bars need beyond the theme's own classes, which the overview does not show at once?

import { addRules } from './style.ts';

const CSS = `
.wgs-heard{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.wgs-finding{border-left:4px solid var(--primary-color-high,#1976d2);padding:.25em .75em;margin:.5em 0;max-width:60em;overflow-wrap:anywhere}
.wgs-finding p{margin:.25em 0}
.wgs-warning{border-color:var(--warn-color-high,#efbd0b)}
.wgs-error{border-color:var(--error-color-high,#f62b12)}
.wgs-drop{outline:2px dashed var(--primary-color-high,#1976d2);outline-offset:4px}
.wgs-check{display:flex;gap:.5em;align-items:center;padding:.35em 0}
.wgs-fold{margin:.75em 0}
.wgs-fold>summary{cursor:pointer;padding:.35em 0}
.wgs-diff{overflow-x:auto;white-space:pre-wrap;word-break:break-all;margin:0;max-height:22em;overflow-y:auto}
.wgs-diff ins,.wgs-diff del{display:block;text-decoration:none;color:inherit;padding:0 .25em}
.wgs-diff ins{background:rgba(var(--success-color-high-rgb,0,172,89),.22)}
.wgs-diff del{background:rgba(var(--error-color-high-rgb,246,43,18),.2)}
.wgs-site{border-top:1px solid var(--border-color-medium,#ddd);padding-top:1em}
.wgs-progress{list-style:none;margin:.5em 0 1em;padding:0}
.wgs-progress li{display:flex;gap:.75em;align-items:center;padding:.4em 0;margin:0;color:inherit;border-bottom:1px solid var(--border-color-low,#eee)}
.wgs-progress b{flex:0 0 1em;text-align:center}
.wgs-progress b.wgs-spin{flex:0 0 auto;height:.8em;margin:0 .1em}
.wgs-progress small{margin-left:auto}
.wgs-progress [data-state=running] span{font-weight:bold}
.wgs progress{width:100%;height:.6em;accent-color:var(--primary-color-high,#1259a1)}
.wgs-progress [data-state=waiting]{opacity:.6}
.wgs [data-part=handout]{scroll-margin-top:5em}
.wgs-qr{display:block;width:100%;max-width:24em;height:auto;margin:.5em 0}
td .wgs-key{overflow-wrap:anywhere}
.wgs-bar{display:flex;flex-wrap:wrap;gap:.5em 1em;align-items:center;justify-content:space-between;border-left:4px solid var(--primary-color-high,#1976d2);padding:.35em .75em;margin:.6em 0}
.wgs-bar-fault{border-color:var(--error-color-high,#f62b12)}
.wgs-bar-todo{border-color:var(--warn-color-high,#efbd0b)}
.wgs-bar-done{border-color:var(--success-color-high,#00ac59)}
.wgs-bar-text{flex:1 1 20em;max-width:60em}
.wgs-bar .wgs-finding{border:0;padding:0;margin:0}
.wgs-bar .wgs-finding p{margin:.15em 0}
.wgs-bar .wgs-fold{margin:.25em 0}
.wgs-ladder{list-style:none;margin:0 0 .75em;padding:0;max-width:50em}
.wgs-ladder li{display:flex;gap:.75em;align-items:baseline;padding:.3em 0;margin:0;line-height:1.4;border-bottom:1px solid var(--border-color-low,#eee);color:inherit}
.wgs-ladder b{flex:0 0 1em}
.wgs-ladder .wgs-measured{margin-left:auto;text-align:right}
.wgs-ladder [data-verdict="not checked"]{opacity:.8}
.wgs-ladder [data-verdict=no] span:nth-child(2){font-weight:bold}
.wgs-ladder [data-verdict=yes] b{color:var(--wgs-good,#00753c)}
.wgs-ladder [data-verdict=no] b,.wgs-ladder [data-verdict=no] .wgs-measured{color:var(--wgs-bad,#c01c05)}
.wgs-members select{width:auto;max-width:100%}
.wgs-setting{display:flex;flex-wrap:wrap;gap:.5em 1em;justify-content:space-between;align-items:center;padding:.6em 0;border-bottom:1px solid var(--border-color-low,#ddd)}
.wgs-setting>div{flex:1 1 16em}
.wgs-setting p{margin:.1em 0 0}
.wgs-row{display:flex;flex-wrap:wrap;gap:.25em 1em;align-items:flex-start;padding:.6em 0;border-top:1px solid var(--border-color-medium,#ddd)}
.wgs-rows{border-bottom:1px solid var(--border-color-medium,#ddd);margin:.5em 0 1em}
.wgs-row-title{flex:0 0 11em;font-weight:bold;padding-top:.2em}
.wgs-row-body{flex:1 1 20em;min-width:0;padding-top:.2em}
.wgs-row-body .cbi-value{margin-top:.5em}
.wgs-foot{display:flex;flex-wrap:wrap;gap:.5em 1em;align-items:center;margin-top:1em}
.wgs-risk{flex:1 1 16em}
.wgs-foot .wgs-buttons{margin:0}
@media (max-width:600px){
.wgs-bar-buttons{flex:1 1 100%;display:flex;gap:.5em;flex-wrap:wrap}
.wgs-bar-buttons .btn{flex:1 1 auto;min-height:44px}
.wgs .cbi-value{display:block}
.wgs .cbi-value-title{display:block;text-align:left!important;padding:0 0 .25em}
.wgs .cbi-value-field{margin-left:0}
.wgs .cbi-value-field>div>input[type=text],.wgs .cbi-value-field select{width:100%;max-width:100%}
.wgs-row-title{flex:1 1 auto}
.wgs-row-body{flex:1 1 100%;order:3}
.wgs-foot .wgs-buttons{flex:1 1 100%}
}`;

/** For a class that shows any of these. */
export function addMoreStyle(): void {
	addRules('wgspoke-morestyle', CSS);
}
