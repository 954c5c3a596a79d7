# Papers of a request for funds: invoices and evidence of use.

papers-title = Invoices and evidence
papers-lead = For “{ $title }”. Thank you for keeping the papers together: with them you are paid without questions.
papers-complete = Everything is here, thank you. When you hand it over, the treasurer looks at it.
papers-hand-over = Hand it over
papers-missing = This is still needed before it can be paid:
papers-report = Report on the activity
papers-closed = These papers are with the team. What is here can be read and no longer changed.
papers-invoices = Invoices
papers-no-invoice = No invoice yet
papers-no-invoice-text = Receipts are fine too. You write down what stands on them and add a picture or a PDF.
papers-add-invoice = Add an invoice
papers-comparison = Approved and invoiced
papers-currency = Currency
papers-approved = Approved
papers-invoiced = Invoiced
papers-authorized = Can be paid
papers-use = Evidence of use
papers-use-lead = Something that shows what the money was used for: a photo of the evening, a badge, a boarding pass. Photos of the activity count too.
papers-use-link = { $count ->
    [0] Add evidence of use
    [one] One file, and a place for more
   *[other] { $count } files, and a place for more
}
papers-use-file = The file
papers-all = All papers of this request
papers-back = Back to the request
invoices-title = Invoice of { $vendor }
invoices-new = Add an invoice
invoices-new-lead = Write down what stands on it. On the next page you add the paper itself, as a picture or a PDF.
invoices-send = Keep it and add the paper
invoices-too-many = { $most ->
    [one] There is one invoice already, and that is as many as one request can have. What you typed is below; a second request can hold more.
   *[other] There are { $most } invoices already, and that is as many as one request can have. What you typed is below; a second request can hold more.
}
invoices-too-late = An invoice of { $spent } could be handed in until { $by }, and that day is over, so it was not kept. What you typed is below. If something stood in the way, please answer any letter about this request: a treasurer can let late papers through.
invoices-files = The paper
invoices-file = A picture or a PDF of it
invoices-details = What stands on it
invoices-write = Keep the changes
invoices-remove-title = Take this invoice back
invoices-remove-text = It goes with its files. You can hand it in again.
invoices-remove = Take it back
invoices-vendor = Who it is from
invoices-number = Its number
invoices-number-hint = As it stands there; a receipt may have none.
invoices-date = The day on it
invoices-currency = Its currency
invoices-currency-hint = Three letters, such as EUR or NGN.
invoices-amount = The amount, tax included
invoices-amount-hint = Write it as you are used to, such as 1.234,50 or 1,234.50.
invoices-tax = The tax in it
invoices-lines = Line by line
invoices-lines-hint = Only if it says more than the amount. The lines must come to the amount, with the tax or without it.
invoices-line = Line { $number }: what
invoices-line-amount = Line { $number }: amount
