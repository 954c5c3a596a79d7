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
payable-no-details = where to pay to is not known yet
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
batch-column-batch = Batch
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

batch-erased = Somebody whose data is erased
batch-import-lead = Or let a list from the bank mark what it says, each request with its own reference:
batch-files = Files to keep
batch-files-lead = The sheets are made at once. All invoices and evidence of use come in one archive, which takes a minute; it can be fetched for a day.
batch-where-to = Where to pay
batch-list = Download the list for the bank
batch-list-lead = One list of what is to be paid and where to (CSV). It opens the payment details of whoever is paid back, and each look is written down. Please keep the file no longer than you need it.
batch-xlsx = The payments as a workbook (XLSX)
batch-csv = The payments as a list (CSV), to fill with references
batch-files-ask = Put all files together
batch-files-asked = All files, asked for { $at }
batch-files-title = All files of the batch
batch-files-waits = The files are being put together
batch-files-waits-more = It takes a minute or so. You can leave this page; the batch links to it.
batch-files-look = Look again
batch-files-made = { $files ->
    [0] There is no file in this batch, only the two sheets.
    [one] One file is in it, beside the two sheets.
   *[other] { $files } files are in it, beside the two sheets.
}
batch-files-missing = { $missing ->
    [one] One file could not be read, or is not lent yet, and is not in it; the archive names it.
   *[other] { $missing } files could not be read, or are not lent yet, and are not in it; the archive names them.
} Please look at them on the pages of their requests.
batch-files-fetch = Download the archive
batch-files-lasts = It can be fetched until { $until }. The link behind the button works for five minutes.
batch-files-over = These files are swept away
batch-files-over-more = What is put together stays for a day. Nothing of the batch is lost: ask for the files again on its page.
batch-files-too-large = The files are more than one archive takes
batch-files-too-large-more = Nothing is lost. Please download the files on the pages of their requests, or leave some requests out of the batch and pay them in another.
batch-files-back = The batch
# What the archive holds. The first four are names of files: no / or \ in them.
batch-file-invoice = Invoice { $vendor } { $day }
batch-file-use = Evidence of use
batch-file-missing = Not in here
batch-file-missing-lead = These files could not be read, or are not lent yet. Please look at them on the pages of their requests.
batch-sheet-payments = Payments
batch-sheet-invoices = Invoices
batch-column-kind = Kind
batch-column-currency = Currency
batch-column-invoices = Invoices
batch-column-id = Request number
batch-column-vendor = From
batch-column-number = Invoice number
batch-column-day = Day
batch-column-tax = Tax in it
batch-column-lines = What was bought
batch-column-files = Files

import-title = A list from the bank
import-lead = Take the batch’s own list, fill in the reference and the day of each payment, and paste it here. You see what each line would do before anything is marked.
import-list = The list
import-list-hint = The first line names the columns: { $columns }. “request”, “reference” and “paid_on” are needed; an amount is compared with the batch.
import-look = Show what it would do
import-line = Line
import-does = What it does
import-caption = { $count ->
    [one] One line
   *[other] { $count } lines
}
import-marks = { $count ->
    [one] One request would be marked as paid: { $sums }. Its ambassador gets a letter.
   *[other] { $count } requests would be marked as paid: { $sums } in all. Each ambassador gets a letter.
}
import-marks-none = Nothing in this list would be marked now, and nothing was changed.
import-mark = { $count ->
    [one] Mark it as paid
   *[other] Mark these { $count } as paid
}
import-another = Another list
import-back = The batch
import-marks-it = Marks it
import-marks-as = { $reference }, { $day }
import-known = Done
import-known-more = It is marked so already; nothing is marked twice.
import-not-yet = Nothing yet
import-not-yet-more = It has no reference.
import-against = To look at
import-no-request = It names no request. Please copy the request’s number from the batch’s own list.
import-not-here = This request is not in this batch. Please look at the batch it is in.
import-left-out = This request was taken out of the batch. Please look whether it was paid all the same.
import-paid-otherwise = It is marked under { $reference }, { $day }. Please look which of the two is right.
import-another-amount = The batch pays another amount. Please look at the statement.
import-part-of-it = The request is paid in several currencies, and the list has some of them only. Please mark it once all are paid.
import-said-otherwise = Two lines say something different about this request. Please look which is right.
import-amount = Its amount: { $problem }
import-reference = Its reference: { $problem }
import-day = Its day: { $problem }
import-own = It is your own request, so another treasurer marks it.
import-changed = It cannot be paid any more as the batch has it: it was sent back meanwhile. Please look at the request.
import-unread-empty = There is no line to read. Nothing was changed. Please paste the names of the columns and at least one line below them.
import-unread-columns = The first line names no column “request” or none “reference”. Nothing was changed, and your list is kept below. Please add the names of the columns.
import-unread-too-long = A list takes { $most } lines. Nothing was changed, and your list is kept below. Please paste a part of it.
import-unread-no-list = It cannot be read as a list with columns. Nothing was changed, and your text is kept below. Please paste it as CSV.
