# Photos of an activity.

photos-title = Photos
photos-lead = Pictures of “{ $activity }” say what numbers cannot. They are for the team, and optional.
photos-none = No photos yet
photos-none-text = Photos you send are listed here.
photos-arrived = Thank you, it has arrived. It shows here as soon as it has been looked at, mostly within seconds.
photos-look-again = Look again
photos-add = Add a photo
photos-file = The photo
photos-file-hint = JPEG or PNG, up to 20 MB. Please ask the people you can recognize in it.
photos-send = Send the photo
photos-full = { $most ->
    [one] There is one photo, and that is as many as there can be. Thank you!
   *[other] There are { $most } photos, and that is as many as there can be. Thank you!
}
photos-one = Photo { $number }
photos-size = ({ $width } × { $height } pixels)
photos-remove = Remove photo { $number }
photos-understood = All right
photos-back = Back to the activity
