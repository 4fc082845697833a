/** The mails about an account, in Liquid. Their links are secrets: they work once, and not for long. */
export const accountTemplates: Readonly<Record<string, string>> = {
  "confirm-address.subject": `Confirm your address for {{ store.name }}`,
  "confirm-address.html": `{% layout "frame.html" %}
{% block preview %}One step, and your account is open.{% endblock %}
{% block body %}{% assign above = "Hello " | append: name %}
{% render "title.html", above: above, title: "Is this your address?" %}
<p style="margin:0">Confirm it, and your account is open. The link works once, for a day.</p>
{% render "button.html", href: url, label: "Confirm my address" %}
{% render "address-shown.html", href: url %}{% endblock %}
{% block why %}Somebody opened an account at {{ store.name }} with this address. If it was not you, do nothing: without the link there is no account.{% endblock %}`,
  "confirm-address.plain": `{% layout "frame.plain" %}{% block body %}Hello {{ name }},

confirm your address, and your account is open. The link works once, for a day:

{{ url }}{% endblock %}{% block why %}Somebody opened an account at {{ store.name }} with this address. If it was not you, do nothing: without the link there is no account.{% endblock %}`,

  "signup-repeated.subject": `You have an account at {{ store.name }} already`,
  "signup-repeated.html": `{% layout "frame.html" %}
{% block preview %}Sign in with the password that you have.{% endblock %}
{% block body %}{% assign above = "Hello " | append: name %}
{% render "title.html", above: above, title: "You have an account already." %}
<p style="margin:0">Somebody, perhaps you, tried to open another with this address. Sign in with the password that you have, or <a class="accent" href="{{ forgot_url }}" style="color:#0f5e5a">choose a new one</a>.</p>
{% render "button.html", href: url, label: "Sign in" %}{% endblock %}
{% block why %}If it was not you, do nothing: nothing has changed.{% endblock %}`,
  "signup-repeated.plain": `{% layout "frame.plain" %}{% block body %}Hello {{ name }},

somebody, perhaps you, tried to open another account with this address. Sign in with the password that you have:

{{ url }}

Or choose a new one: {{ forgot_url }}{% endblock %}{% block why %}If it was not you, do nothing: nothing has changed.{% endblock %}`,

  "password-reset.subject": `A new password for {{ store.name }}`,
  "password-reset.html": `{% layout "frame.html" %}
{% block preview %}The link works once, for an hour.{% endblock %}
{% block body %}{% assign above = "Hello " | append: name %}
{% render "title.html", above: above, title: "Choose a new password." %}
<p style="margin:0">The link works once, for an hour. It signs you out everywhere else.</p>
{% render "button.html", href: url, label: "Choose a password" %}
{% render "address-shown.html", href: url %}{% endblock %}
{% block why %}Somebody asked for this with your address. If it was not you, do nothing: your password stays as it is.{% endblock %}`,
  "password-reset.plain": `{% layout "frame.plain" %}{% block body %}Hello {{ name }},

choose a new password. The link works once, for an hour:

{{ url }}{% endblock %}{% block why %}Somebody asked for this with your address. If it was not you, do nothing: your password stays as it is.{% endblock %}`,
};
