# Signing in and out.

sign-in-title = Sign in
sign-in-lead = Give your address, and we send you a link. There is no password to remember.
sign-in-email = E-mail address
sign-in-send = Send me a link
sign-in-sent-title = Look into your inbox
sign-in-sent-lead = If we know this address, a link is on its way. It works for ten minutes, once, in this browser.
sign-in-sent-next = If it does not come within a few minutes, look into the folder for unwanted mail, or ask for another one.
sign-in-offer-title = Welcome back
sign-in-offer-button = Sign in now
sign-in-expired = This link has been used, or its ten minutes are over. You can ask for a new one on the sign-in page.
sign-in-other-browser = This link was asked for in another browser. To keep your account safe it works only there. You can open it in that browser, or ask for a new link here.
