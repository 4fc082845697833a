/** The mails about an order, in Liquid. */
export const orderTemplates: Readonly<Record<string, string>> = {
  "goods.html": `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin-top:28px">
{%- for item in order.items %}
<tr>
{%- if item.image_url %}
<td class="rule" width="56" valign="top" style="padding:14px 14px 14px 0;border-top:1px solid #e3d9c9"><img src="{{ item.image_url }}" width="56" height="56" alt="" style="display:block;width:56px;height:56px;border-radius:6px;object-fit:cover"></td>
<td class="rule" valign="top" style="padding:14px 12px 14px 0;border-top:1px solid #e3d9c9">
{%- else %}
<td class="rule" colspan="2" valign="top" style="padding:14px 12px 14px 0;border-top:1px solid #e3d9c9">
{%- endif %}
<div class="ink" style="color:#1f1b16;font-size:16px;line-height:23px;overflow-wrap:anywhere"><span dir="auto">{{ item.title }}</span></div>
<div class="soft" style="color:#655b4e;font-size:14px;line-height:20px">{{ item.quantity }} &times; {{ item.unit_price }}</div></td>
<td class="rule ink" align="right" valign="top" style="padding:14px 0;border-top:1px solid #e3d9c9;color:#1f1b16;font-size:16px;line-height:23px;white-space:nowrap">{{ item.total }}</td>
</tr>
{%- endfor %}
</table>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
{%- for line in order.lines %}
<tr>
<td class="soft{% if forloop.first %} rule{% endif %}" style="padding:{% if forloop.first %}14px{% else %}3px{% endif %} 12px 3px 0;{% if forloop.first %}border-top:1px solid #e3d9c9;{% endif %}color:#655b4e;font-size:15px;line-height:22px">{{ line.label }}</td>
<td class="soft{% if forloop.first %} rule{% endif %}" align="right" style="padding:{% if forloop.first %}14px{% else %}3px{% endif %} 0 3px;{% if forloop.first %}border-top:1px solid #e3d9c9;{% endif %}color:#655b4e;font-size:15px;line-height:22px;white-space:nowrap">{{ line.amount }}</td>
</tr>
{%- endfor %}
<tr>
<td class="ink" style="padding:10px 12px 0 0;color:#1f1b16;font-size:18px;font-weight:600;line-height:26px">Total</td>
<td class="ink" align="right" style="padding:10px 0 0;color:#1f1b16;font-size:18px;font-weight:600;line-height:26px;white-space:nowrap">{{ order.total }}</td>
</tr>
{%- if order.tax_included %}
<tr><td class="soft" colspan="2" align="right" style="color:#655b4e;font-size:13px;line-height:20px">with {{ order.tax_included }} of tax in it</td></tr>
{%- endif %}
</table>
`,

  "destination.html": `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin-top:26px"><tr>
<td class="sunk ink" style="padding:16px 18px;background-color:#f2ebdf;border-radius:8px;color:#1f1b16;font-size:15px;line-height:22px">
<div class="soft" style="padding-bottom:4px;color:#655b4e;font-size:13px;line-height:20px">{% if order.pickup %}To be picked up at our shop by{% else %}Goes to{% endif %}</div>
{% if order.pickup %}<div><span dir="auto">{{ order.address[0] }}</span></div>{% for line in order.place %}<div><span dir="auto">{{ line }}</span></div>{% endfor %}{% else %}{% for line in order.address %}<div><span dir="auto">{{ line }}</span></div>{% endfor %}{% endif %}
</td></tr></table>
`,

  "goods.plain": `{% for item in order.items %}{{ item.quantity }} x {{ item.title }}: {{ item.total }}
{% endfor %}
{% for line in order.lines %}{{ line.label }}: {{ line.amount }}
{% endfor %}Total: {{ order.total }}{% if order.tax_included %} (with {{ order.tax_included }} of tax in it){% endif %}

{% if order.pickup %}To be picked up at our shop by {{ order.address[0] }}{% for line in order.place %}
{{ line }}{% endfor %}{% else %}Goes to:
{% for line in order.address %}{{ line }}
{% endfor %}{% endif %}`,

  "confirmation.subject": `Your order {{ order.number }} is confirmed`,
  "confirmation.html": `{% layout "frame.html" %}
{% block preview %}We have your payment of {{ order.total }} and are packing your order.{% endblock %}
{% block body %}{% assign above = "Order " | append: order.number %}
{% render "title.html", above: above, title: "Thank you, it is yours." %}
<p style="margin:0">We have your payment of {{ order.total }}. {% if order.pickup %}We put everything together for you and write again when it is ready to be picked up.{% else %}We are packing your order now, and write again when it leaves.{% endif %}</p>
{% render "button.html", href: order.url, label: "See your order" %}
{% render "goods.html", order: order %}
{% render "destination.html", order: order %}{% endblock %}`,
  "confirmation.plain": `{% layout "frame.plain" %}{% block body %}Thank you, it is yours. We have your payment of {{ order.total }} for order {{ order.number }}.
{% if order.pickup %}We write again when it is ready to be picked up.{% else %}We write again when it leaves.{% endif %}

See your order: {{ order.url }}

{% render "goods.plain", order: order %}{% endblock %}`,

  "dispatched.subject": `{% if order.pickup %}Your order {{ order.number }} is ready to be picked up{% else %}Your order {{ order.number }} is on its way{% endif %}`,
  "dispatched.html": `{% layout "frame.html" %}
{% block preview %}{% if order.pickup %}Come by whenever you like.{% else %}Your parcel has left our house.{% endif %}{% endblock %}
{% block body %}{% assign above = "Order " | append: order.number %}
{% if order.pickup %}{% assign title = "It is ready for you." %}{% else %}{% assign title = "It is on its way." %}{% endif %}
{% render "title.html", above: above, title: title %}
<p style="margin:0">{% if order.pickup %}Your order waits at our shop. Bring its number, {{ order.number }}.{% elsif parcel %}Your parcel has left our house with {{ parcel.carrier }}, under the number <strong style="white-space:nowrap">{{ parcel.tracking_number }}</strong>.{% else %}Your order has left our house.{% endif %}</p>
{% if parcel %}{% render "button.html", href: parcel.tracking_url, label: "Follow the parcel" %}
<p style="margin:14px 0 0"><a class="accent" href="{{ order.url }}" style="color:#0f5e5a">See your order</a></p>{% else %}{% render "button.html", href: order.url, label: "See your order" %}{% endif %}
{% render "goods.html", order: order %}
{% render "destination.html", order: order %}{% endblock %}`,
  "dispatched.plain": `{% layout "frame.plain" %}{% block body %}{% if order.pickup %}Your order {{ order.number }} is ready to be picked up at our shop.{% elsif parcel %}Your order {{ order.number }} has left our house with {{ parcel.carrier }}, under the number {{ parcel.tracking_number }}.

Follow the parcel: {{ parcel.tracking_url }}{% else %}Your order {{ order.number }} has left our house.{% endif %}

See your order: {{ order.url }}

{% render "goods.plain", order: order %}{% endblock %}`,

  "payment-reminder.subject": `Your order {{ order.number }} is not paid yet`,
  "payment-reminder.html": `{% layout "frame.html" %}
{% block preview %}We keep it for you until {{ until }}.{% endblock %}
{% block body %}{% assign above = "Order " | append: order.number %}
{% render "title.html", above: above, title: "Still yours, for a little while." %}
<p style="margin:0">We have set everything aside for you, but there is no payment yet. We keep it until <strong>{{ until }}</strong>; after that others may buy it.</p>
{% assign label = "Pay " | append: order.total %}{% render "button.html", href: order.url, label: label %}
{% render "goods.html", order: order %}{% endblock %}`,
  "payment-reminder.plain": `{% layout "frame.plain" %}{% block body %}Your order {{ order.number }} is set aside for you, but there is no payment yet. We keep it until {{ until }}; after that others may buy it.

Pay {{ order.total }}: {{ order.url }}

{% render "goods.plain", order: order %}{% endblock %}`,

  "payment-failed.subject": `The payment for order {{ order.number }} did not go through`,
  "payment-failed.html": `{% layout "frame.html" %}
{% block preview %}You have not been charged. You can try again.{% endblock %}
{% block body %}{% assign above = "Order " | append: order.number %}
{% render "title.html", above: above, title: "The payment did not go through." %}
<p style="margin:0">{{ reason }} You have not been charged the {{ amount }}, and your order is still set aside for you. Try again, or pay another way.</p>
{% render "button.html", href: order.url, label: "Try again" %}{% endblock %}`,
  "payment-failed.plain": `{% layout "frame.plain" %}{% block body %}The payment of {{ amount }} for order {{ order.number }} did not go through. {{ reason }}
You have not been charged, and your order is still set aside for you.

Try again: {{ order.url }}{% endblock %}`,

  "expired.subject": `Your order {{ order.number }} was not paid in time`,
  "expired.html": `{% layout "frame.html" %}
{% block preview %}You have not been charged.{% endblock %}
{% block body %}{% assign above = "Order " | append: order.number %}
{% render "title.html", above: above, title: "We had to let it go." %}
<p style="margin:0">No payment came for your order, so we put everything back on the shelf. You have not been charged. If you still want it, you are welcome to order again.</p>
{% render "button.html", href: store.url, label: "Back to the shop" %}
{% render "goods.html", order: order %}{% endblock %}`,
  "expired.plain": `{% layout "frame.plain" %}{% block body %}No payment came for your order {{ order.number }}, so we put everything back on the shelf. You have not been charged. If you still want it, you are welcome to order again.

Your order: {{ order.url }}

{% render "goods.plain", order: order %}{% endblock %}`,

  "cancelled.subject": `Your order {{ order.number }} is cancelled`,
  "cancelled.html": `{% layout "frame.html" %}
{% block preview %}What you paid is on its way back.{% endblock %}
{% block body %}{% assign above = "Order " | append: order.number %}
{% render "title.html", above: above, title: "Your order is cancelled." %}
{% if reason != "" %}<p dir="auto" style="margin:0 0 12px">{{ reason }}</p>{% endif %}
<p style="margin:0">If you paid already, the money goes back the way it came, and we write again when it does.</p>
{% render "button.html", href: order.url, label: "See your order" %}
{% render "goods.html", order: order %}{% endblock %}`,
  "cancelled.plain": `{% layout "frame.plain" %}{% block body %}Your order {{ order.number }} is cancelled.{% if reason != "" %} {{ reason }}{% endif %}
If you paid already, the money goes back the way it came, and we write again when it does.

See your order: {{ order.url }}

{% render "goods.plain", order: order %}{% endblock %}`,

  "refunded.subject": `{{ refunded }} is on its way back to you`,
  "refunded.html": `{% layout "frame.html" %}
{% block preview %}For order {{ order.number }}.{% endblock %}
{% block body %}{% assign above = "Order " | append: order.number %}{% assign title = refunded | append: " is on its way back." %}
{% render "title.html", above: above, title: title %}
{% if reason != "" %}<p dir="auto" style="margin:0 0 12px">{{ reason }}</p>{% endif %}
<p style="margin:0">The money goes back the way it came. Banks take up to ten working days to show it.</p>
{% render "button.html", href: order.url, label: "See your order" %}{% endblock %}`,
  "refunded.plain": `{% layout "frame.plain" %}{% block body %}We have sent {{ refunded }} back to you for order {{ order.number }}.{% if reason != "" %} {{ reason }}{% endif %}
The money goes back the way it came. Banks take up to ten working days to show it.

See your order: {{ order.url }}{% endblock %}`,
};
