/**
 * @file keys_table.c  What keys mean unless the configuration says otherwise
 *
 * The order of the rows is that of the bottom line: what matters most stands
 * first. A row without a label is told by the help alone.
 */
#include "base/compat.h"
#include "tui/keys.h"

static const struct oh_key_default tablev[] = {
	/* somebody rings */
	{ "card", "a", "answer", "Answer", "answer the call that rings" },
	{ "card", "x", "reject", "Reject", "reject the call that rings" },
	{ "card", "Esc", "back", "Let it ring", "put the card away" },

	/* leaving with calls up */
	{ "leave", "x", "quit now", "Hang up and leave",
	  "hang up all calls and leave" },
	{ "leave", "d", "detach", "Leave, calls go on",
	  "leave; the calls go on" },
	{ "leave", "Esc", "back", "Stay", "stay" },

	{ "help", "Esc", "back", "Close", "close the help" },
	{ "help", "Down", "down", "More", "further down" },
	{ "help", "Space", "pgdn", NULL, "a page further" },
	{ "help", "?", "back", NULL, "close the help" },
	{ "help", "q", "back", NULL, "close the help" },

	/* panes */
	{ "entry", "Enter", "call", "Call", "call the number" },
	{ "entry", "Up", "older", NULL, "the number called before" },
	{ "entry", "Down", "newer", NULL, "the number called after it" },
	{ "entry", "C-u", "clear", NULL, "remove the number" },
	{ "calls", "Enter", "talk", "Talk", "talk here; others are held" },
	{ "calls", "Space", "mark", NULL, "mark the call, to be joined" },
	{ "history", "Enter", "open", "Call", "call the number again" },
	{ "history", "s", "ladder", "SIP ladder", "the call's messages" },
	{ "contacts", "Enter", "open", "Call", "call this one" },
	{ "ladder", "Enter", "open", "Message", "show the message" },
	{ "ladder", "w", "save", "Save", "save the messages, as pcap" },
	{ "ladder", "W", "save-text", NULL, "save the messages, as text" },
	{ "history", "v", "filter", "Filter",
	  "missed calls, incoming ones .., or all again" },
	{ "history", "n", "next", "Next match", "the next match" },
	{ "contacts", "n", "next", "Next match", "the next match" },
	{ "ladder", "n", "next", "Next match", "the next match" },
	{ "log", "n", "next", "Next match", "the next match" },

	/* the selected call */
	{ "all", "a", "answer", "Answer", "answer the selected call" },
	{ "all", "x", "hangup", "Hang up", "hang up the selected call" },
	{ "all", "h", "hold", "Hold", "hold the call, or resume it" },
	{ "all", "t", ":transfer ", "Transfer",
	  "put them through to a number, or a call" },
	{ "all", "m", "mute", "Mute", "they do not hear you, or again" },
	{ "all", "r", "record", "Record", "record both sides, or stop" },
	{ "all", "J", "join", "Join", "join the marked calls" },
	{ "all", "n", "pane entry", "New call", "type a number" },
	{ "all", "s", "pane ladder", "SIP ladder", "the call's messages" },
	{ "all", "c", "pane calls", "Calls", "the calls" },
	{ "all", "T", ":transfer --to ", NULL,
	  "put them through to another call" },
	{ "all", "p", ":play ", NULL, "play a file to them" },
	{ "all", "y", ":say ", NULL, "say something to them" },
	{ "all", "f", ":flow ", NULL, "run a program on the call" },

	/* the phone */
	{ "all", "Tab", "focus next", "Pane", "to the next pane" },
	{ "all", "BackTab", "focus previous", NULL, "to the pane before" },
	{ "all", ":", "command", "Command", "type an order" },
	{ "all", "/", "search", "Search", "search" },
	{ "all", "N", "prev", NULL, "the match before" },
	{ "all", "d", "dnd", "Take calls", "do not disturb, or do again" },
	{ "all", "M", "mute-all", "Unmute all", "mute the handset, or not" },
	{ "all", "i", ":from ", NULL, "choose the number they see" },
	{ "all", "u", ":trunk ", NULL, "choose the trunk of calls" },
	{ "all", "D", "detach", NULL, "leave; the calls go on" },
	{ "all", "z", "zoom", NULL, "this pane alone, or all again" },
	{ "all", "F1", "help", NULL, "the keys" },
	{ "all", "F2", "pane entry", NULL, "number entry" },
	{ "all", "F3", "pane calls", NULL, "calls" },
	{ "all", "F4", "pane history", "History", "history" },
	{ "all", "F5", "pane contacts", "Contacts", "contacts" },
	{ "all", "F6", "pane ladder", NULL, "SIP ladder" },
	{ "all", "F7", "pane quality", "Quality", "quality" },
	{ "all", "F8", "pane log", "Log", "event log" },
	{ "all", "Up", "up", NULL, "up" },
	{ "all", "Down", "down", NULL, "down" },
	{ "all", "k", "up", NULL, "up" },
	{ "all", "j", "down", NULL, "down" },
	{ "all", "Left", "left", NULL, "left" },
	{ "all", "Right", "right", NULL, "right" },
	{ "all", "PgUp", "pgup", NULL, "a page up" },
	{ "all", "PgDn", "pgdn", NULL, "a page down" },
	{ "all", "Home", "top", NULL, "to the first" },
	{ "all", "End", "bottom", NULL, "to the last" },
	{ "all", "g", "top", NULL, "to the first" },
	{ "all", "G", "bottom", NULL, "to the last" },
	{ "all", "Enter", "open", NULL, "open" },
	{ "all", "S", "start", "Start phone",
	  "start the phone if it has gone" },
	{ "all", "Esc", "back", "Back", "back" },
	{ "all", "?", "help", "Help", "the keys" },
	{ "all", "q", "quit", "Leave", "leave" },
	{ "all", "C-c", "quit", NULL, "leave" },
	{ "all", "C-l", "redraw", NULL, "paint the screen again" },
	{ "all", "C-z", "suspend", NULL, "to the shell; fg comes back" },
};

/** Row i of the defaults; NULL: no more */
const struct oh_key_default *oh_keys_default(size_t i)
{
	return i < ARRAY_SIZE(tablev) ? &tablev[i] : NULL;
}
