/**
 * What stands around every mail, in Liquid. Mail programs know tables and inline styles; the style sheet in the head only
 * adds the dark colours and the narrow screen for those that read it. The colours are those of the shop's pages.
 */
export const frame: Readonly<Record<string, string>> = {
  "frame.html": `<!doctype html>
<html lang="{{ language }}" dir="{{ direction }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no">
<title>{{ subject }}</title>
<style>
:root { color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  .paper { background-color: #171411 !important; }
  .card { background-color: #201c18 !important; border-color: #38312a !important; }
  .sunk { background-color: #110f0c !important; }
  .rule { border-color: #38312a !important; }
  .ink { color: #f3ece1 !important; }
  .soft { color: #b8ac9b !important; }
  .accent { color: #7ccabd !important; }
  .button { background-color: #7ccabd !important; border-color: #7ccabd !important; color: #08201e !important; }
}
@media (max-width: 480px) {
  .edge { padding: 20px 10px 32px !important; }
  .card { padding: 28px 20px !important; }
  .title { font-size: 25px !important; }
  .button { display: block !important; }
}
</style>
</head>
<body class="paper" style="margin:0;padding:0;background-color:#faf7f2;-webkit-text-size-adjust:100%">
<div style="display:none;max-height:0;overflow:hidden">{{ preview }}</div>
<table role="presentation" class="paper" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#faf7f2">
<tr><td class="edge" align="center" style="padding:36px 16px 48px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:580px;text-align:start">
<tr><td style="padding:0 4px 18px;font-family:'Iowan Old Style','Palatino Linotype',Palatino,Georgia,serif;font-size:22px;line-height:28px">
<span style="color:#d98e04">&#10022;</span>&nbsp;<a class="accent" href="{{ store.url }}" style="color:#0f5e5a;text-decoration:none">{{ store.name }}</a>
</td></tr>
<tr><td style="font-size:0;line-height:0">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>
<td width="64%" height="5" style="background-color:#0f5e5a;border-radius:10px 0 0 0;font-size:0;line-height:5px">&nbsp;</td>
<td width="24%" height="5" style="background-color:#d98e04;font-size:0;line-height:5px">&nbsp;</td>
<td width="12%" height="5" style="background-color:#a12c17;border-radius:0 10px 0 0;font-size:0;line-height:5px">&nbsp;</td>
</tr></table>
</td></tr>
<tr><td class="card ink" style="padding:36px 36px 40px;background-color:#fffdf9;border:1px solid #e3d9c9;border-top:0;border-radius:0 0 10px 10px;color:#1f1b16;font-family:-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;font-size:16px;line-height:25px">
{% block body %}{% endblock %}
</td></tr>
<tr><td class="soft" style="padding:22px 4px 0;color:#655b4e;font-family:-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;font-size:13px;line-height:20px">
{{ why }}<br>
<a class="soft" href="{{ store.url }}" style="color:#655b4e">{{ store.url | remove: "https://" | remove: "http://" }}</a>
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`,

  "frame.plain": `{{ store.name }}

{% block body %}{% endblock %}

--
{{ why }}
{{ store.url }}
`,

  "title.html": `<p class="soft" style="margin:0 0 6px;color:#655b4e;font-size:14px;line-height:20px" dir="auto">{{ above }}</p>
<h1 class="ink title" style="margin:0 0 18px;color:#1f1b16;font-family:'Iowan Old Style','Palatino Linotype',Palatino,Georgia,serif;font-size:29px;font-weight:600;line-height:35px">{{ title }}</h1>
`,

  "button.html": `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:26px 0 6px"><tr><td>
<a class="button" href="{{ href }}" style="display:inline-block;padding:13px 26px;background-color:#0f5e5a;border:1px solid #0f5e5a;border-radius:8px;color:#ffffff;font-size:16px;font-weight:600;line-height:22px;text-align:center;text-decoration:none">{{ label }}</a>
</td></tr></table>
`,

  "address-shown.html": `<p class="soft" style="margin:18px 0 0;color:#655b4e;font-size:13px;line-height:20px">{{ said }}<br>
<a class="accent" dir="ltr" href="{{ href }}" style="color:#0f5e5a;word-break:break-all">{{ href }}</a></p>
`,
};
