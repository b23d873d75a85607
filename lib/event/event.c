/**
 * @file event.c  Names of events
 */
#include "event/event.h"

static const char *const eventv[OH_EVENT_MAX] = {
	[OH_EVENT_READY]       = "ready",
	[OH_EVENT_DIALING]     = "dialing",
	[OH_EVENT_INCOMING]    = "incoming",
	[OH_EVENT_REFUSED]     = "refused",
	[OH_EVENT_TRYING]      = "trying",
	[OH_EVENT_RINGING]     = "ringing",
	[OH_EVENT_PROGRESS]    = "progress",
	[OH_EVENT_CHALLENGED]  = "challenged",
	[OH_EVENT_ANSWERED]    = "answered",
	[OH_EVENT_MEDIA]       = "media",
	[OH_EVENT_PLAYING]     = "playing",
	[OH_EVENT_PLAYED]      = "played",
	[OH_EVENT_DIGIT]       = "digit",
	[OH_EVENT_SENT_DIGITS] = "sent-digits",
	[OH_EVENT_GATHERED]    = "gathered",
	[OH_EVENT_RECORDING]   = "recording",
	[OH_EVENT_RECORDED]    = "recorded",
	[OH_EVENT_SPEECH]      = "speech",
	[OH_EVENT_PIPED]       = "piped",
	[OH_EVENT_HELD]        = "held",
	[OH_EVENT_RESUMED]     = "resumed",
	[OH_EVENT_TRANSFERRING] = "transferring",
	[OH_EVENT_TRANSFERRED] = "transferred",
	[OH_EVENT_CODEC]       = "codec",
	[OH_EVENT_SECURED]     = "secured",
	[OH_EVENT_SILENT]      = "silent",
	[OH_EVENT_FLOW]        = "flow",
	[OH_EVENT_QUALITY]     = "quality",
	[OH_EVENT_WARNING]     = "warning",
	[OH_EVENT_ENDED]       = "ended",
};

static const char *const dtmfv[] = {
	[OH_DTMF_NONE]   = "none",
	[OH_DTMF_EVENT]  = "rfc4733",
	[OH_DTMF_INFO]   = "info",
	[OH_DTMF_INBAND] = "inband",
};

/**
 * Name an event as programs know it
 *
 * @param type Type of event
 *
 * @return Lower-case word ("sent-digits"), "unknown" out of range
 */
const char *oh_event_name(enum oh_event_type type)
{
	if ((unsigned)type >= OH_EVENT_MAX)
		return "unknown";

	return eventv[type];
}

/**
 * Name the way by which digits travel
 *
 * @param dtmf Way
 *
 * @return "rfc4733", "info", "inband" or "none"
 */
const char *oh_dtmf_name(enum oh_dtmf dtmf)
{
	if ((unsigned)dtmf >= sizeof(dtmfv) / sizeof(dtmfv[0]))
		return "none";

	return dtmfv[dtmf];
}
