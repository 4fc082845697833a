/** Every letter, in Liquid: what it says comes in the reader's language, and the parts that it has none of are left out. */
export const letter: Readonly<Record<string, string>> = {
  "letter.html": `{% layout "frame.html" %}
{% block body %}{% render "title.html", above: above, title: title %}
{% for paragraph in text %}<p dir="auto" style="margin:{% if forloop.first %}0{% else %}12px 0 0{% endif %}">{{ paragraph }}</p>
{% endfor %}{% for link in links %}{% if forloop.first %}{% render "button.html", href: link.href, label: link.label %}{% else %}<p style="margin:14px 0 0"><a class="accent" href="{{ link.href }}" style="color:#0f5e5a">{{ link.label }}</a></p>{% endif %}
{% endfor %}{% if not_working %}{% render "address-shown.html", href: links[0].href, said: not_working %}{% endif %}
{% if order %}{% render "goods.html", order: order, end: end %}{% endif %}
{% if destination %}{% render "destination.html", destination: destination %}{% endif %}{% endblock %}`,
  "letter.plain": `{% layout "frame.plain" %}{% block body %}{{ above }}

{{ title }}

{% for paragraph in text %}{{ paragraph }}

{% endfor %}{% for link in links %}{{ link.label }}: {{ link.href }}

{% endfor %}{% if order %}{% render "goods.plain", order: order %}
{% endif %}{% if destination %}{% render "destination.plain", destination: destination %}{% endif %}{% endblock %}`,
};
