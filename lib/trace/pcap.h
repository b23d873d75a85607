/**
 * @file pcap.h  A packet file that Wireshark and sngrep open
 *
 * Packets get made-up IP and UDP headers with the true addresses (link type
 * RAW). Credentials in SIP are blanked, length kept. Add may be called from
 * the media thread: a lock inside orders the packets.
 */
#ifndef OH_TRACE_PCAP_H
#define OH_TRACE_PCAP_H

#include "trace/trace.h"

struct oh_pcap;

int  oh_pcap_open(struct oh_pcap **pp, const char *path);   /* 0600, never
							       overwrites */
void oh_pcap_add(struct oh_pcap *p, const struct oh_trace *t);
int  oh_pcap_error(const struct oh_pcap *p);  /* first write error, or 0 */

#endif
