"""The templates that an organisation begins with; the letters of the shipped process name them."""

from stageline.domain.ids import TemplateId
from stageline.domain.letters.template import LetterTemplate

SHIPPED_TEMPLATES = (
    LetterTemplate(
        id=TemplateId(0),
        code="introduction",
        name="Introduction",
        subject="Introducing {{ organisation.name }}",
        body="""Dear {{ contact.name }},

thank you for your interest. {{ sender.name }} of **{{ organisation.name }}** will be your contact from now on.

We would like to understand what you want to achieve before we propose anything. Is there a day that suits you for a \
first conversation{% if account.name %} about {{ account.name }}{% endif %}?

Kind regards,

{{ sender.name }}
{{ organisation.name }}
""",
    ),
    LetterTemplate(
        id=TemplateId(0),
        code="recap",
        name="Recap",
        subject="What we have talked about",
        body="""Dear {{ contact.name }},

thank you for the conversation of these days about **{{ opportunity.name }}**.

{% if opportunity.next_step %}As agreed, the next step is: {{ opportunity.next_step }}.

{% endif %}If I have understood something differently from you, please tell me.

Kind regards,

{{ sender.name }}
{{ organisation.name }}
""",
    ),
    LetterTemplate(
        id=TemplateId(0),
        code="proposal",
        name="Proposal",
        subject="Our proposal: {{ opportunity.name }}",
        body="""Dear {{ contact.name }},

with this letter comes our proposal for **{{ opportunity.name }}**.

{% if opportunity.amount %}The amount is {{ opportunity.amount }}.

{% endif %}I am glad to go through it with you. We hold it as it is for 30 days from {{ today }}.

Kind regards,

{{ sender.name }}
{{ organisation.name }}
""",
    ),
    LetterTemplate(
        id=TemplateId(0),
        code="contract",
        name="Contract set",
        subject="The contract: {{ opportunity.name }}",
        body="""Dear {{ contact.name }},

we are glad that you have decided for us. The contract set for **{{ opportunity.name }}** is ready for your signature.

{% if opportunity.amount %}The amount is {{ opportunity.amount }}.

{% endif %}Please tell me if anything in it is not as we have agreed.

Kind regards,

{{ sender.name }}
{{ organisation.name }}
""",
    ),
    LetterTemplate(
        id=TemplateId(0),
        code="thanks",
        name="Thank you",
        subject="Thank you",
        body="""Dear {{ contact.name }},

thank you for your trust. We look forward to working with you{% if account.name %} at {{ account.name }}{% endif %}.

Kind regards,

{{ sender.name }}
{{ organisation.name }}
""",
    ),
)
