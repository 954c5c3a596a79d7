# Requests for funds: what ambassadors ask for, and what the team decides and pays.

money-nothing = nothing

funding-kind-attending = Attending an event
funding-kind-swag = Swag
funding-kind-stickers = Stickers
funding-kind-food = Food at an event
funding-kind-demo-accounts = Demo accounts
funding-kind-world-conference = World conference
funding-kind-summit-need = Help to come to a summit
funding-kind-other = Something else
funding-kind-hint-summit-need = By need. Only the organizers and the treasurer read why.

funding-way-reimbursement = I pay and am paid back
funding-way-direct = The program pays an invoice
funding-way-hint-reimbursement = After the event, with the invoice, something that shows the use, and the activity’s report.
funding-way-hint-direct = Before the event is fine.

funding-state-draft = Draft
funding-state-asked = With the team
funding-state-approved = Approved
funding-state-declined = Not this time
funding-state-to-be-documented = Waits for papers
funding-state-documented = Papers are in
funding-state-payable = To be paid
funding-state-paid = Paid
funding-state-settled = Settled
funding-state-withdrawn = Taken back for good
funding-state-expired = Closed, not used

funding-means-draft = Only you see it. Change it as you like and send it when it is ready.
funding-means-asked = The team looks at it and writes to you. Until then you can take it back and change it.
funding-means-approved = Thank you for planning this. You can spend it until the day below; then hand in the invoice.
funding-means-declined = The team could not say yes this time. The reason is below, and you can ask again with something changed.
funding-means-to-be-documented = Something is still missing before it can be paid.
funding-means-documented = All is there, thank you. It is the treasurer’s turn.
funding-means-payable = The treasurer has looked at everything. It is paid next.
funding-means-paid = The money is on its way. Please say so here when it has arrived.
funding-means-settled = The money arrived. Thank you for what you did with it.
funding-means-withdrawn = You no longer needed it. You can ask again whenever you like.
funding-means-expired = It was not used until its day, so the team closed it. You can ask again, or ask for more time.

funding-step-ask = Sent to the team
funding-step-take-back = Taken back to change it
funding-step-approve = Approved
funding-step-decline = Not approved
funding-step-reconsider = Looked at again
funding-step-extend = More time given
funding-step-let-through = Late papers let through
funding-step-expire = Closed, because it was not used
funding-step-hand-in = First papers handed in
funding-step-complete = All papers there
funding-step-lack = Something taken away again
funding-step-send-back = Sent back with a request
funding-step-authorize = Checked by the treasurer
funding-step-pay = Paid
funding-step-come-back = The payment came back
funding-step-settle = Arrived
funding-step-reopen = Taken up again
funding-step-withdraw = Taken back for good

funding-claim-quarter = { $grace ->
    [0] Please hand in each invoice within the quarter of the day on it; the last of them can be handed in until { $last }.
    [one] Please hand in each invoice within the quarter of the day on it, or one day after; the last of them can be handed in until { $last }.
   *[other] Please hand in each invoice within the quarter of the day on it, or up to { $grace } days after; the last of them can be handed in until { $last }.
}
funding-claim-days = { $days ->
    [0] Please hand in each invoice on the day that stands on it; the last of them can be handed in until { $last }.
    [one] Please hand in each invoice within one day of the day on it; the last of them can be handed in until { $last }.
   *[other] Please hand in each invoice within { $days } days of the day on it; the last of them can be handed in until { $last }.
}
funding-late-until = The team lets papers through until { $day }, whatever the day on them.

funding-missing-invoice = The invoice is not here yet.
funding-missing-invoice-file = An invoice has no file yet.
funding-missing-file-check = A file is being looked at; this takes a moment.
funding-missing-evidence = Something that shows the use is not here yet, such as a photo of the evening.
funding-missing-activity-over = The activity is still to come.
funding-missing-report = The activity’s report is not full yet.
funding-missing-payment-details = We do not know yet where to pay to.

funding-not-from-here = The request stands at “{ $state }” now, so this is not possible any more. Nothing was changed. Please open the page anew.
funding-not-own = This is your own request, so somebody else decides about it. Nothing was changed.
funding-not-what-was-asked = An amount is more than was asked for, or in another currency. Nothing was changed. Please look at the amounts.
funding-not-nothing = Nothing would be approved. If that is meant, please choose “Not this time”. Nothing was changed.
funding-not-without-rate = No rate for { $currency } has been entered yet. Nothing was changed. Please enter one on the budget page, then decide.
funding-not-over-cap = This is over the cap for one person. Nothing was changed. If it is meant as an exception, please tick the box and send it again.
funding-not-still-good = It can still be used until its day. Nothing was changed.
funding-not-later = The day has to be later than the one it had, and not behind already. Nothing was changed.
funding-not-missing = { $missing } Nothing was changed.
funding-not-decider = In this program treasurers decide about requests for funds. Nothing was changed.

budget-over = The budget has { $free } left, and this needs { $needed }. Nothing was changed. Approve less, or raise the budget first.
budget-below-use = { $used } of this budget are promised or paid already, so it cannot be less. Nothing was changed.
budget-not-there = The books do not hold this amount. Nothing was changed. Please tell whoever runs the office.

funding-title = Funds
funding-lead = Money for what you plan. Volunteering is a gift of time; what it costs does not have to come out of your pocket.
funding-none = This program has no funds of its own
funding-none-more = Your ideas are just as welcome. Write to the support address if something stands in the way of a plan.
funding-new = Ask for funds
funding-empty = No requests yet
funding-empty-more = Your requests for funds will be listed here, with where each stands.
funding-caption = { $count ->
    [one] One request
   *[other] { $count } requests
}
funding-what = Request
funding-kind = Kind
funding-state = Where it stands
funding-asked = Asked for
funding-approved = Approved
funding-authorized = To be paid
funding-paid = Paid
funding-needed-on = Needed on

funding-choose-title = What is it for?
funding-choose-lead = A request belongs to a plan, so that nothing is typed twice.
funding-choose-empty = No plan yet
funding-choose-empty-more = Share a plan first, then ask for what it needs.
funding-choose-plan = Share a plan
funding-choose-item = { $title }, { $day }

funding-form-title = Ask for funds
funding-form-lead = For “{ $activity }”. The team answers by letter. It is about costs; nothing pays for time.
funding-form-title-hint = As the plan is called, unless something fits better.
funding-field-title = What to call it
funding-field-need = Why you need help to come
funding-field-need-hint = Only for “Help to come to a summit”. In confidence: only the organizers and the treasurer read it.
funding-field-way = How should it be paid?
funding-field-item = Item { $number }
funding-field-amount = Amount of item { $number }
funding-field-currency = Currency of item { $number }
funding-field-currency-hint = Its code, such as EUR or NGN.
funding-add-item = Add an item
funding-field-details = What is planned
funding-field-outcomes = What it should bring
funding-field-outcomes-hint = For example whom it reaches and what they can do afterwards.
funding-field-attendees = How many people you hope for
funding-field-needed-on = When the money is needed
funding-field-needed-on-hint = { $days ->
    [0] Such as 14 July 2026.
   *[other] At least { $days } days ahead is best. Sooner works too, but the team may not make it in time.
}
funding-short-notice = This is needed in less than { $days } days. It went to the team all the same; please have a plan in case the answer comes late.
funding-send = Send to the team
funding-back = Back to your funds
funding-another-under-key = Another request was already sent from this very page. To ask for something else, please open the form anew.

funding-since = since { $day }
funding-of-plan = The plan it is for
funding-until = Can be spent until
funding-claim-by = Invoices can be handed in until
funding-reason = The team’s words
funding-items = What it is for
funding-item = Item
funding-history = What happened so far
funding-history-by = { $day }, { $by }
funding-edit = Change it and send it
funding-take-back = Take it back to change it
funding-withdraw = I no longer need it
funding-again = Ask again, with this to begin from
funding-arrived = The money arrived
funding-questions-lead = The team would like to know something before it decides. Your answer stays with the request.

team-funding-title = Requests for funds
team-funding-lead = What waits for a decision or for its payment, the longest waiting first.
team-funding-empty = Nothing waits
team-funding-empty-more = Requests will be listed here when ambassadors send them.
team-funding-none = This program has no funds
team-funding-none-more = A section [funding] in the settings opens this page, with a currency and the kinds that can be asked for.
team-funding-caption = { $state }: { $count ->
    [one] one request
   *[other] { $count } requests
}
team-funding-others = Other requests
team-funding-who = Ambassador
team-funding-waits = Waits since
team-funding-overdue = Over the target of { $days ->
    [one] one day
   *[other] { $days } days
}
team-funding-budget = Budget and rates
team-funding-person = Everything about this ambassador
team-funding-activity = The plan
team-funding-need = Said in confidence
team-funding-value = In the program’s currency, at today’s rates
team-funding-no-rate = There is no rate for one of its currencies yet
team-funding-left = Budget of { $quarter } for { $kind }
team-funding-account = { $free } free of { $budget }. { $committed } are promised, { $paid } were paid.
team-funding-cap = { $months ->
    [one] Cap for one month: { $most }. { $used } were approved before, { $left } are left.
   *[other] Cap for { $months } months together: { $most }. { $used } were approved before, { $left } are left.
}
team-funding-short-notice = It is needed in less than { $days } days.
team-funding-before = What they asked for before
team-funding-before-none = Nothing so far.
team-funding-similar = What similar requests came to
team-funding-similar-none = No paid request of this kind has a number of attendees yet.
team-funding-similar-item = { $title }: { $attendees ->
    [one] one person
   *[other] { $attendees } people
} for { $value }, { $each } each
team-funding-outcomes = What it should bring
team-funding-decide = Decide
team-funding-decide-lead = Your reason goes into the letter and into the record.
team-funding-outcome = Answer
team-funding-approve = Approve the amounts below
team-funding-approve-hint = Lower an amount to approve it in part; 0 leaves the item out.
team-funding-decline = Not this time
team-funding-amount = { $what } (asked for: { $asked })
team-funding-until = Can be spent until
team-funding-exception = It is over the cap, and meant as an exception
team-funding-reason = Why
team-funding-send = Decide and send the letter
team-funding-question = Question
team-funding-question-hint = It goes to the ambassador as a letter; the request stays where it is.
team-funding-next = Something else to do
team-funding-next-lead = Each of these can be undone by another. Your reason goes into the letter.
team-funding-do = What to do
team-funding-do-reconsider = Look at the decision again
team-funding-do-extend = Give it more time
team-funding-do-let-through = Let late papers through
team-funding-do-expire = Close it: it was not used in time
team-funding-do-send-back = Send it back with a request
team-funding-do-settle = It arrived
team-funding-do-reopen = It did not arrive after all
team-funding-do-until = New last day
team-funding-do-until-hint = For more time to spend it, and for late papers.
team-funding-do-send = Do it and send the letter
team-funding-back = All requests

budget-title = Budget of { $quarter }
budget-lead = In { $currency }. What is free is what is neither promised nor paid.
budget-caption = Budget by kind
budget-kind = Kind
budget-budget = Budget
budget-free = Free
budget-committed = Promised
budget-paid = Paid
budget-total = All together
budget-own = In their own currencies, { $committed } are promised and { $paid } were paid.
budget-set = Set the budget
budget-set-lead = Each kind has its own. A quarter without one can promise nothing.
budget-save = Save the budget
budget-before = { $quarter } (before)
budget-after = { $quarter } (after)
rates-title = Rates
rates-lead = What one of a currency is in { $currency }, from a day on. What was approved before keeps the rate it had.
rates-empty = No rate yet. Requests in { $currency } need none.
rates-caption = Rates by currency
rates-currency = Currency
rates-value = One is
rates-from = From
rates-enter = Enter a rate
rates-value-hint = How much { $currency } one of it is, such as 0.92.
rates-save = Save the rate

desk-funding = Funds
desk-funding-asked = { $count ->
    [one] One request for funds waits for a decision
   *[other] { $count } requests for funds wait for a decision
}
desk-funding-documented = { $count ->
    [one] One request has all its papers and waits for the treasurer
   *[other] { $count } requests have all their papers and wait for the treasurer
}
desk-funding-payable = { $count ->
    [one] One request waits to be paid
   *[other] { $count } requests wait to be paid
}
desk-funding-link = Requests, budget and rates

me-funding = Funds
me-funding-link = Your requests, and asking for funds
started-funding = Funds: a request
started-funding-of = Funds: { $title }

letter-kind-funding-asked = A request for funds, to the team
letter-kind-funding-question = A question about a request for funds
letter-kind-funding-news = Where a request for funds stands

letter-funding-sums-asked = Asked for
letter-funding-sums-approved = Approved
letter-funding-sums-submitted = Handed in
letter-funding-sums-paid = Paid
letter-funding-why = You get this letter because you asked { $program } for funds.

letter-funding-asked-subject = { $by } asks for funds: { $title }
letter-funding-asked-preheader = It is needed on { $day }.
letter-funding-asked-thanks = Thank you for looking after the program’s money.
letter-funding-asked-news = { $by } asks for { $sums } for “{ $title }”, needed on { $day }.
letter-funding-asked-action = Look at the request
letter-funding-asked-why = You get this letter because you decide about requests for funds of { $program }.

letter-funding-question-subject = A question about { $title }
letter-funding-question-preheader = The team would like to know a little more.
letter-funding-question-thanks = Thank you for asking { $community } to take part in your plan.
letter-funding-question-news = Before the team answers, it has a question about “{ $title }”:
letter-funding-question-action = Answer the question

letter-funding-news-thanks = Thank you for what you do for { $community }.
letter-funding-news-action = See the request
letter-funding-news-received-subject = We have your request: { $title }
letter-funding-news-received-preheader = The team looks at it next.
letter-funding-news-received = Your request is with the team. You get a letter as soon as somebody has decided; until then you can take it back and change it.
letter-funding-news-approved-subject = Approved: { $title }
letter-funding-news-approved-preheader = It can be spent until { $day }.
letter-funding-news-approved = The team said yes. You can spend it until { $day }. Please keep the invoice: it is what a payment goes by.
letter-funding-news-declined-subject = An answer to your request: { $title }
letter-funding-news-declined-preheader = Not this time, and here is why.
letter-funding-news-declined = The team could not say yes this time. You are welcome to ask again with something changed.
letter-funding-news-reconsidered-subject = Looked at again: { $title }
letter-funding-news-reconsidered-preheader = The team takes another look.
letter-funding-news-reconsidered = The team looks at its decision again. Please wait for the new answer before you spend anything more.
letter-funding-news-extended-subject = More time: { $title }
letter-funding-news-extended-preheader = It can be spent until { $day }.
letter-funding-news-extended = You have more time: it can be spent until { $day }.
letter-funding-news-let-through-subject = Late papers are fine: { $title }
letter-funding-news-let-through-preheader = They can be handed in until { $day }.
letter-funding-news-let-through = Papers that come after their day are let through this time: please hand them in until { $day }.
letter-funding-news-expired-subject = Closed: { $title }
letter-funding-news-expired-preheader = It was not used until its day.
letter-funding-news-expired = What was approved was not used until its day, so the team closed it and the money is free for others. If you still need it, please ask.
letter-funding-news-handed-over-subject = Thank you for the papers: { $title }
letter-funding-news-handed-over-preheader = The treasurer looks at them next.
letter-funding-news-handed-over = All your papers are here. The treasurer looks at them next and writes to you; there is nothing more for you to do now.
letter-funding-news-sent-back-subject = Something is asked of you: { $title }
letter-funding-news-sent-back-preheader = The treasurer needs a little more.
letter-funding-news-sent-back = The treasurer has looked at your papers and needs a little more before it can be paid.
letter-funding-news-payable-subject = Checked: { $title }
letter-funding-news-payable-preheader = It is paid next.
letter-funding-news-payable = The treasurer has looked at everything, and it is paid next.
letter-funding-news-paid-subject = Paid: { $title }
letter-funding-news-paid-preheader = The money is on its way.
letter-funding-news-paid = It was paid on { $day } under the reference “{ $reference }”. When it has arrived, please say so on the page.
letter-funding-news-came-back-subject = The payment came back: { $title }
letter-funding-news-came-back-preheader = It is paid again once we know more.
letter-funding-news-came-back = The payment came back to us. Please look whether the details on the page are right; then it is paid again.
letter-funding-news-settled-subject = Settled: { $title }
letter-funding-news-settled-preheader = This request is done.
letter-funding-news-settled = The treasurer has closed this request: the money arrived.
letter-funding-news-reopened-subject = Taken up again: { $title }
letter-funding-news-reopened-preheader = The treasurer looks where the money is.
letter-funding-news-reopened = The treasurer has taken this request up again and looks where the money is.
