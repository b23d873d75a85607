/**
 * @file station_fixture.h  A person's telephone, asked over its socket
 */
#ifndef STATION_FIXTURE_H
#define STATION_FIXTURE_H

#include "ctl_peer.h"
#include "live_fixture.h"
#include "station/station.h"

enum { STATION_MS = 8000 };

struct station_fix {
	struct live           l;
	struct oh_conf       *conf;
	struct oh_resolver   *resolver;
	struct oh_place      *place;
	struct oh_ctl        *ctl;
	struct oh_station    *st;
	struct oh_station_prm prm;
	struct peer           p, q;
	unsigned              endc, resultc;
	bool                  lost, ended, closed;
	enum oh_cause         cause;
};

/* Calls lead to the far end of the pairs: who is called there answers */
int  station_init(struct station_fix *f);
/* With what prm says by then, and a client */
int  station_open(struct station_fix *f);
int  station_start(struct station_fix *f);        /* both */
void station_reset(struct station_fix *f);
/* Says it and finds the reply among the events; *op is deleted before */
int  sta_ask(struct peer *p, const char *line, cJSON **op);
/* Says something of one call and waits for its good end */
int  sta_ask_of(struct station_fix *f, const char *what, size_t i);

#endif
