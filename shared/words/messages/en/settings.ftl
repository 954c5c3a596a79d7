settings-title = Settings
settings-lead = What the program has chosen, as one document. Nothing changes before you have seen what a change would do, and every version stays, so that you can go back.
settings-in-force = Version { $version } is in force.
settings-older = This is version { $version }. Look at what going back to it would change, and put it into force again if that is what you want: it becomes a version of its own.
settings-document = The document
settings-document-hint = Each line is explained in the example programs. What you change comes into force once you have looked at it and said so.
settings-look = Look at what would change
settings-use = Put it into force
settings-go-on = Go on changing
settings-same = This is what is in force already. Nothing would change.
settings-mistakes = This cannot be the settings yet
settings-mistakes-lead =
    { $count ->
        [one] One line needs a look. What you wrote is kept below.
       *[other] { $count } lines need a look. What you wrote is kept below.
    }
settings-too-long = This is longer than settings can be: { $most } thousand characters fit. What you wrote is kept below.
settings-preview = What would change
settings-preview-lead = Nothing has changed so far. Below is what this document would change, and for whom. Once it is in force, it takes up to half a minute until every page knows.
settings-lines = Lines of the document
settings-line-what = Leaves or comes
settings-line = Line
settings-line-leaves = Leaves
settings-line-comes = Comes
settings-counted = The quarter that runs, { $running }, lasts until { $last }. { $next } begins on { $first } and is counted the new way.
settings-dates = Days that move
settings-date-what = What
settings-date-before = Now
settings-date-after = Then
settings-date-none = None
settings-date-close = { $quarter } closes
settings-date-check-in = Check-in of { $quarter }
settings-date-reminder = Reminder { $number } of { $quarter }
settings-dates-past = What would be past by then and was not done is done with the next hour. Nobody gets a letter twice.
settings-people = How { $quarter } would read
settings-people-none = For everybody it would read as it does now.
settings-people-some =
    { $count ->
        [one] It would read differently for one of { $all } ambassadors. Nobody is told, and nothing follows from it before the quarter closes.
       *[other] It would read differently for { $count } of { $all } ambassadors. Nobody is told, and nothing follows from it before the quarter closes.
    }
settings-people-many = There are too many ambassadors to go through at once, so it is not said here for whom a quarter would read differently. Closed quarters stay as they are.
settings-people-now = Now
settings-people-then = Then
settings-people-standing = { $standing }, { $full } of { $goal }
settings-kind-gone =
    { $count ->
        [0] There would be no kind “{ $kind }” any more. Nothing of it is planned or reported this quarter.
        [one] There would be no kind “{ $kind }” any more, and one activity of this quarter is of it. It stays, and does not count.
       *[other] There would be no kind “{ $kind }” any more, and { $count } activities of this quarter are of it. They stay, and do not count.
    }
settings-consent = Whoever applies from then on agrees to version { $version } of the wording. Whoever applied before agreed to the one they saw.
settings-no-funds =
    { $count ->
        [0] The program would have no funds, and no page would speak of any.
        [one] The program would have no funds, and no page would speak of any. One request waits, and would wait until there are funds again.
       *[other] The program would have no funds, and no page would speak of any. { $count } requests wait, and would wait until there are funds again.
    }
settings-left-tranche =
    { $people ->
        [one] The tranche { $label } is not in the document, and one person in it would be left without an answer.
       *[other] The tranche { $label } is not in the document, and { $people } people in it would be left without an answer.
    }
settings-left-waiting =
    { $people ->
        [one] The document has no tranches, and one person waiting for one would be left without an answer.
       *[other] The document has no tranches, and { $people } people waiting for one would be left without an answer.
    }
settings-left-next = Announce the decisions first, or leave it in the document.
settings-versions = Every version
settings-version = Version
settings-version-name = Version { $version }
settings-version-since = Since
settings-version-by = By
settings-version-operator = Whoever runs the office
settings-version-somebody = Somebody who is not in the team any more
