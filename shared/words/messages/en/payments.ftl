# Checking and paying requests for funds, in batches.

payable-title = To check and to pay
payable-lead = What has all its papers, and what is checked and can be paid. The longest waiting stands first.
payable-target = The program hopes to pay within { $days ->
    [one] one day
   *[other] { $days } days
} after all papers are there. Time in which the ambassador is asked for something does not count.
payable-empty = Nothing waits for the treasurer
payable-empty-more = Requests come here once all their papers are handed in.
payable-checks = To check
payable-checks-caption = { $count ->
    [one] One request to check
   *[other] { $count } requests to check
}
payable-what = Request
payable-who = Ambassador
payable-approved = Approved
payable-waits = Has waited
payable-days = { $days ->
    [0] since today
    [one] one day
   *[other] { $days } days
}
payable-overdue = longer than hoped
payable-check = Check “{ $title }”
payable-choose = To pay
payable-choose-lead = Tick what you are about to pay in one go. Ticked requests wait in one batch, so that nobody pays them a second time.
payable-choose-none = Nothing is checked and unpaid right now.
payable-request = { $title }, { $who }: { $sums }
payable-to = What to pay
payable-make = Put the batch together
payable-in-batch = Already in a batch
payable-own = Your own
payable-own-more = These are your own requests, so another treasurer pays them.
payable-budget = The budget they come out of
payable-account = { $quarter }, { $kind }
payable-account-is = { $free } free of { $budget }. { $committed } are promised, { $paid } were paid.
payable-batches = All batches
payable-link = What waits to be checked and paid
payable-more = There are more of them. They come up here as these are done.

check-title = Check “{ $title }”
check-lead = Look at the invoices, then write what they come to; what was written down from them stands there already. The smaller of that and of what was approved is paid.
check-invoiced = Invoices in { $currency }
check-invoiced-hint = { $approved } were approved.
check-send = Make it payable
check-nothing = Nothing would be paid. If a paper is wrong or missing, please send the request back with your question. Nothing was changed.
check-no-details = It is not known where to pay this to: it was not entered yet, or it was erased. Nothing was changed. Please send the request back; the letter asks for it.
check-back = The request
check-not-now = This request stands at “{ $state }” now, so there is nothing to check.

came-back-title = A payment came back: “{ $title }”
came-back-lead = It can be paid again then. Your words go to the ambassador in a letter.
came-back-reason = What happened
came-back-send = It came back
came-back-not-now = This request stands at “{ $state }” now, so no payment of it can come back.

batches-title = Batches of payments
batches-lead = What was paid in one go, the latest first.
batches-open = Waiting
batches-done = Done
batches-none = No batch yet
batches-none-more = A batch is put together from what waits to be paid.
batches-caption = { $count ->
    [one] One batch
   *[other] { $count } batches
}
batch-name = Batch of { $day }
batch-by = Put together by
batch-sums = Comes to
batch-state = Where it stands
batch-state-chosen = Put together, not paid yet
batch-state-paying = Being marked as paid
batch-state-paid = Paid
batch-state-undone = Taken apart, nothing was paid
batch-reference = Reference
batch-on = Paid on
batch-caption = { $count ->
    [one] One request in this batch
   *[other] { $count } requests in this batch
}
batch-request = Request
batch-amount = Amount
batch-outcome = Here
batch-outcome-waiting = Not marked yet
batch-outcome-paid = Paid
batch-outcome-left-out = Left out
batch-mark = Mark as paid
batch-mark-lead = Once the bank has it: every ambassador in the batch gets a letter with the reference and the day.
batch-reference-hint = What the bank calls it, as it stands on the statement.
batch-mark-send = Mark all of it as paid
batch-go-on = Go on marking
batch-went-on = { $waiting ->
    [one] One request is not marked yet. Nothing is marked twice: go on, and the rest follows.
   *[other] { $waiting } requests are not marked yet. Nothing is marked twice: go on, and the rest follows.
}
batch-own-waits = One of them is your own, so another treasurer marks it.
batch-leave-out = Leave out
batch-leave-out-lead = What was sent back meanwhile is left out by itself. Anything else you take out can be chosen again.
batch-leave-out-one = Leave out “{ $title }”
batch-undo = Take the whole batch apart
batch-came-back = It came back: “{ $title }”
batch-back = To check and to pay

batch-not-nothing = Nothing was ticked. Please tick what you are about to pay. Nothing was changed.
batch-not-too-many = One batch takes { $most } requests. Please put some of them into a second one. Nothing was changed.
batch-not-own = One of them is your own request, so somebody else pays it. Nothing was changed. Please leave it out.
batch-not-payable = One of them cannot be paid any more: it was sent back, or paid. Nothing was changed. Please open the list anew.
batch-not-other-payment = Somebody began to mark this batch under another reference or day. What was marked stays as it is. Please go on with theirs, on the batch’s page.
batch-not-over = All of this batch is done already. Nothing was changed.
batch-not-being-paid = Some of this batch is marked as paid already. Nothing was changed. Please leave out what was not paid, one by one.
batch-not-here = This request does not wait in the batch any more. Nothing was changed.
batch-in-another = One of them waits in another batch already. Nothing was changed. Please open the list anew.
batch-another-under-key = Another batch was put together from this very page already. Nothing was changed. Please open the list anew.
batch-no-details = For “{ $title }” it is not known where to pay to: it was not entered yet, or it was erased. Nothing was changed. Please leave it out, or send it back so that its letter asks for it.
batch-not-booked = { $why } What was marked before stays marked, and the rest waits in the batch.
