# Proposing somebody else, and what the person proposed reads.

home-nominate = Propose somebody
home-nominate-more = You know somebody who would be a good ambassador? We write to them once.

problem-holds-a-link = Please leave web addresses out here. If there is none, put a space after each period: a period between two words reads like an address.

nominate-title = Propose somebody as an ambassador
nominate-lead = Thank you for thinking of somebody. We write them one letter, with your name and your words. Whether they apply is up to them alone.
nominate-name = Your name
nominate-name-hint = They will read it.
nominate-email = Your e-mail address
nominate-email-hint = Only if you would like a word of thanks. We keep no copy of it.
nominate-nominee = Their name
nominate-nominee-hint = As they like to be called, in any script.
nominate-nominee-email = Their e-mail address
nominate-nominee-email-hint = One letter goes there, however many people propose them, and we forget the address once it is sent.
nominate-words = Why them?
nominate-words-hint = A line or two in plain words, without web addresses. They will read it.
nominate-send = Propose them
nominate-closed-title = Nominations are closed for now

nominate-sent-title = Thank you
nominate-sent-lead = It is good to know whom you think highly of.
nominate-sent-next = If they do not know the program yet, one letter is on its way to them, with your name and your words. Who has been proposed before, has applied, or has asked us not to write gets none.
nominate-sent-then = What they make of it is theirs to say, so you will not hear from us about it.
nominate-again = Propose somebody else

nominated-title = Somebody thought of you
nominated-lead = Thank you for having a look. { $by } would like to see you as an ambassador of { $community }.
nominated-words = In their words
nominated-program = What this is
nominated-choice = What would you like to do?
nominated-choice-more = Both are fine. If you apply, you fill in the form yourself, and nothing is sent before you do.
nominated-apply = Apply
nominated-no = No, thank you
nominated-no-more = With “No, thank you” we erase what is kept about this, at once. Only a fingerprint of your address and the time stay, so that no second letter comes.
nominated-over = This link has done its part: it has expired, is not complete, or you have answered it. Nothing more will come of it. If you would like to apply, the form is open to everybody.

nominated-erased-title = All right, and thank you
nominated-erased-lead = Who proposed you and what they wrote is erased, and nobody is told.
nominated-erased-more = We keep a fingerprint of your address and the time, and no second letter comes. Should you change your mind one day, the form is open to you like to everybody.

letter-kind-nominated = Word that somebody was proposed
letter-kind-nomination-thanks = Thanks for proposing somebody

nominated-letter-subject = Somebody thought of you for { $program }
nominated-letter-preheader = You have been proposed as an ambassador. One letter, and you decide.
nominated-letter-thanks = Thank you for what you do for { $community }. Somebody noticed: { $by } proposed you as an ambassador.
nominated-letter-words = This is what they wrote:
nominated-letter-program = { $program } is for people who carry { $community } to where they live, with a talk, a meetup, an answer, a text. It is voluntary, and the team helps.
nominated-letter-decide = Have a look, and say yes or no as you like. If you would rather not, one click there erases what is kept about this, and no other such letter comes.
nominated-letter-action = Read on and decide
nominated-letter-why = You get this letter because { $by } gave this address to { $program }. The address is forgotten as soon as the letter is sent.

nomination-letter-subject = Thank you for proposing somebody
nomination-letter-preheader = It is good to know whom you think highly of.
nomination-letter-thanks = Thank you for proposing somebody as an ambassador of { $community }. Good people are often found by those around them, and rarely by themselves.
nomination-letter-next = If they do not know the program yet, we have written to them. What they make of it is theirs to say, so this is the only letter you get about it.
nomination-letter-why = You get this letter because somebody proposed an ambassador to { $program } and gave this address to be thanked. The address is forgotten as soon as the letter is sent.
