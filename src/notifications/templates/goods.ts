/** What an order holds and where it goes, in Liquid: parts of the letters about one. */
export const goods: Readonly<Record<string, string>> = {
  "goods.html": `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin-top:28px">
{%- for item in order.items %}
<tr>
{%- if item.image_url %}
<td class="rule" width="56" valign="top" style="padding:14px 0;border-top:1px solid #e3d9c9"><img src="{{ item.image_url }}" width="56" height="56" alt="" style="display:block;width:56px;height:56px;border-radius:6px;object-fit:cover"></td>
<td class="rule" valign="top" style="padding:14px;border-top:1px solid #e3d9c9">
{%- else %}
<td class="rule" colspan="2" valign="top" style="padding:14px 0;border-top:1px solid #e3d9c9">
{%- endif %}
<div class="ink" style="color:#1f1b16;font-size:16px;line-height:23px;overflow-wrap:anywhere"><span dir="auto">{{ item.title }}</span></div>
<div class="soft" style="color:#655b4e;font-size:14px;line-height:20px">{{ item.quantity }} &times;{% unless item.gift %} {{ item.unit_price }}{% endunless %}</div>{% if item.leaves %}<div class="soft" style="color:#655b4e;font-size:14px;line-height:20px">{{ item.leaves }}</div>{% endif %}</td>
<td class="rule ink" align="{{ end }}" valign="top" style="padding:14px 0;border-top:1px solid #e3d9c9;color:#1f1b16;font-size:16px;line-height:23px;white-space:nowrap">{% if item.before %}<s class="soft" style="color:#655b4e;font-size:14px">{{ item.before }}</s><br>{% endif %}{{ item.total }}</td>
</tr>
{%- endfor %}
</table>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
{%- for line in order.lines %}
{% if forloop.first %}{% assign edge = "rule" %}{% assign border = "padding-top:14px;border-top:1px solid #e3d9c9;" %}{% else %}{% assign edge = "" %}{% assign border = "padding-top:3px;" %}{% endif %}
{%- render "sum.html", line: line, edge: edge, border: border, size: 15, end: end %}
{%- endfor %}
<tr>
<td class="ink" style="padding:10px 0 0;color:#1f1b16;font-size:18px;font-weight:600;line-height:26px">{{ order.total_label }}</td>
<td class="ink" align="{{ end }}" style="padding:10px 0 0;color:#1f1b16;font-size:18px;font-weight:600;line-height:26px;white-space:nowrap">{{ order.total }}</td>
</tr>
{%- for line in order.under %}
{%- render "sum.html", line: line, edge: "", border: "padding-top:2px;", size: 13, end: end %}
{%- endfor %}
</table>
{%- if order.savings.size > 0 %}
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin-top:18px">
{%- for line in order.savings %}
{%- render "sum.html", line: line, edge: "", border: "padding-top:3px;", size: 14, end: end %}
{%- endfor %}
</table>
{%- endif %}
`,

  "sum.html": `<tr>
<td class="soft {{ edge }}" valign="top" style="padding:0 0 3px;{{ border }}color:#655b4e;font-size:{{ size }}px;line-height:21px;overflow-wrap:anywhere"><span dir="auto">{{ line.label }}</span></td>
<td class="soft {{ edge }}" valign="top" align="{{ end }}" style="padding:0 0 3px;{{ border }}color:#655b4e;font-size:{{ size }}px;line-height:21px;white-space:nowrap">{{ line.amount }}</td>
</tr>`,

  "destination.html": `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin-top:26px"><tr>
<td class="sunk ink" style="padding:16px 18px;background-color:#f2ebdf;border-radius:8px;color:#1f1b16;font-size:15px;line-height:22px;overflow-wrap:anywhere">
<div class="soft" style="padding-bottom:4px;color:#655b4e;font-size:13px;line-height:20px">{{ destination.label }}</div>
{% for line in destination.lines %}<div><span dir="auto">{{ line }}</span></div>{% endfor %}
</td></tr></table>
`,

  "goods.plain": `{% for item in order.items %}{{ item.quantity }} x {{ item.title }}: {{ item.total }}{% if item.leaves %} ({{ item.leaves }}){% endif %}
{% endfor %}
{% for line in order.lines %}{{ line.label }}: {{ line.amount }}
{% endfor %}{{ order.total_label }}: {{ order.total }}
{% for line in order.under %}{{ line.label }}: {{ line.amount }}
{% endfor %}{% if order.savings.size > 0 %}
{% for line in order.savings %}{{ line.label }}: {{ line.amount }}
{% endfor %}{% endif %}`,

  "destination.plain": `{{ destination.label }}:
{% for line in destination.lines %}{{ line }}
{% endfor %}`,
};
