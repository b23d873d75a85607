/**
 * @file dialog.h  A dialog to send requests in
 */
#ifndef OH_SIP_DIALOG_H
#define OH_SIP_DIALOG_H

struct sip_dialog;

int oh_dialog_alloc(struct sip_dialog **dlgp, const char *uri,
		    const char *to_uri, const char *from_uri,
		    const char *route);

#endif
