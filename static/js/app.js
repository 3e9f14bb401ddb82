// The entry: starts every behaviour of the chat. Where htmx did not load, the page's own forms and links do the work.
import { eachChannel, openChannel, page } from "./page.js";
import * as actions from "./actions.js";
import * as ahead from "./ahead.js";
import * as announce from "./announce.js";
import * as attention from "./attention.js";
import * as broken from "./broken.js";
import * as code from "./code.js";
import * as completion from "./completion.js";
import * as composer from "./composer.js";
import * as copy from "./copy.js";
import * as days from "./days.js";
import * as dialog from "./dialog.js";
import * as dots from "./dots.js";
import * as draft from "./draft.js";
import * as drafts from "./drafts.js";
import * as emoji from "./emoji.js";
import * as failures from "./failures.js";
import * as field from "./field.js";
import * as fold from "./fold.js";
import * as further from "./further.js";
import * as givenUp from "./given-up.js";
import * as keys from "./keys.js";
import * as late from "./late.js";
import * as link from "./link.js";
import * as live from "./live.js";
import * as look from "./look.js";
import * as mentions from "./mentions.js";
import * as morph from "./morph.js";
import * as named from "./named.js";
import * as notice from "./notice.js";
import * as notices from "./notices.js";
import * as once from "./once.js";
import * as people from "./people.js";
import * as picker from "./picker.js";
import * as picture from "./picture.js";
import * as popover from "./popover.js";
import * as presence from "./presence.js";
import * as pressed from "./pressed.js";
import * as quote from "./quote.js";
import * as reactions from "./reactions.js";
import * as read from "./read.js";
import * as roving from "./roving.js";
import * as scroll from "./scroll.js";
import * as searchBox from "./search-box.js";
import * as send from "./send.js";
import * as shortcuts from "./shortcuts.js";
import * as sidebar from "./sidebar.js";
import * as switcher from "./switcher.js";
import * as title from "./title.js";
import * as tooltips from "./tooltips.js";
import * as typed from "./typed.js";
import * as typing from "./typing.js";
import * as unread from "./unread.js";
import * as upload from "./upload.js";
import * as userSearch from "./user-search.js";
import * as viewer from "./viewer.js";
import * as visit from "./visit.js";

// In any order: who must come before another says so where it listens, by the event's phase or by what it waits for. What a module
// starts is for the document, what it opens for one channel.
const behaviours = [
  actions, ahead, announce, attention, broken, code, completion, composer, copy, days, dialog, dots, draft, drafts, emoji, failures, field, fold, further, givenUp, keys, late,
  link, live, look, mentions, morph, named, notice, notices, once, people, picker, picture, popover, presence, pressed, quote, reactions, read, roving, scroll, searchBox, send, shortcuts,
  sidebar, switcher, title, tooltips, typed, typing, unread, upload, userSearch, viewer, visit,
];

if (page.chat && window.htmx && window.Idiomorph) {
  for (const { start, open } of behaviours) {
    start?.();
    if (open) eachChannel(open);
  }
  openChannel();
  // From now on links open as dialogs and forms are sent in place: htmx, which came first, is ready as well. Browser tests
  // wait for this.
  document.addEventListener("DOMContentLoaded", () => (document.documentElement.dataset.scripts = "ready"));
}
