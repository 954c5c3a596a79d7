# Files people post: photos, invoices, evidence of use.

files-one-hour = You come back to this page afterwards. The form works for an hour; after that, please load this page again before you choose a file.
files-drop = Several files at once are fine. You can also drop them here.
files-sending = is on its way …
files-sent = has arrived. Thank you!
files-failed = did not arrive, and nothing of it was kept. Please try it once more when the connection is better.
files-larger = is larger than 20 MB, so it was not sent. A smaller copy is very welcome.
files-preview = A small picture of the file
files-where = See where it counts
files-empty = The file was empty, so it was not kept. Choosing it once more mostly helps.
files-too-large = The file was larger than 20 MB, so it was not kept. Most phones can send a smaller copy of a photo, and most programs can save a smaller PDF.
files-heic = This is a HEIC photo, which many computers cannot open, so it was not kept. Your phone can save it as JPEG: on an iPhone, send it to yourself by mail first.
files-program = This file is a program, whatever its name says, so it was not kept. Please send the document itself.
files-archive = This file is an archive or a document of an office program, so it was not kept. Please save it as a PDF, or take a picture of it, and send that.
files-web-page = This file is a web page, so it was not kept. Please print the page to a PDF, or take a picture of it, and send that.
files-other-kind = This file is neither a PDF nor a JPEG or PNG picture, so it was not kept. Please save it as one of them and send that.
files-no-picture = This file is neither a JPEG nor a PNG picture, so it was not kept. Please save it as one of them and send that.
files-two-kinds = This file is a document and something else at once, so it was not kept. Please print it to a new PDF, or take a new picture of it, and send that.
files-locked = This PDF is protected by a password or against changes, so it was not kept. Please print it to a new PDF without protection and send that.
files-too-many-pixels = The picture has more than 120 million pixels, so it was not kept. A smaller copy is very welcome.
files-too-many-pages = This PDF has more than 2,000 pages, so it was not kept. The pages that matter here are enough.
files-cut-off = The file ends too early, so it was not kept: it may have been cut off on its way. Please send it once more.
files-damaged = The file could not be opened, so it was not kept. If it opens for you, please print it to a new PDF or save the picture anew, and send that.
files-too-many = { $most ->
    [one] There is one file here already, and that is as many as there can be, so this one was not kept. Removing the other makes room.
   *[other] There are { $most } files here already, and that is as many as there can be, so this one was not kept. Removing another makes room.
}
files-sent-before = You have sent this very file here before, so it was not kept twice. Nothing is missing.
files-counts-for = You have sent this very file before, for something else of yours. It counts there, so it was not kept here as well.
files-anothers = The very same file was handed in by somebody else before, so it was not kept here. If it is yours, please write to the address below; we will find out together.
files-too-late = What this file was for takes no more files, so it was not kept. If it is still needed, please write to the address below.
files-arrived = Thank you, it has arrived. It shows here as soon as it has been looked at, mostly within seconds.
files-look-again = Look again
files-add = Add a file
files-hint = A PDF, JPEG or PNG, up to 20 MB.
files-send = Send the file
files-one = File { $number }
files-remove = Remove file { $number }
files-understood = All right
files-being-scanned = This file is being looked at for anything harmful, which takes a few minutes after it was sent. It is kept; please come back a little later.
files-harmful = Something harmful was found in this file, so nobody can open it. The record of it is kept. Whoever sent it can remove it on its page and send another copy: often a new PDF or a new picture is enough.
files-not-scanned = This file could not be looked at for anything harmful, so nobody can open it. It is kept. Whoever sent it can remove it on its page and send another copy; if that does not help, please write to the address below.
