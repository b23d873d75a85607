/**
 * @file order_fixture.c  A board with six calls, to give orders on
 */
#include "base/compat.h"
#include "order_fixture.h"
#include "test.h"

static const char calls_of_phone[] =
	"{\"ok\":true,\"calls\":["
	"{\"call\":\"" UP "\",\"state\":\"up\",\"direction\":\"out\","
	"\"to\":\"+14255550100\",\"age\":50,\"talking\":true},"
	"{\"call\":\"" HELD "\",\"state\":\"held\",\"direction\":\"out\","
	"\"to\":\"+14255550111\",\"age\":40},"
	"{\"call\":\"" RING "\",\"state\":\"ringing\",\"direction\":\"in\","
	"\"from\":\"+14255550122\",\"age\":3,\"name\":\"Bob Carter\"},"
	"{\"call\":\"" TRY "\",\"state\":\"dialing\",\"direction\":\"out\","
	"\"to\":\"+14255550133\",\"age\":1,\"name\":\"Bo Diddley\"}]}";

static const char calls_of_dial[] =
	"{\"ok\":true,\"calls\":[{\"call\":\"" DIALS "\",\"state\":\"up\","
	"\"direction\":\"out\",\"to\":\"+14255550144\",\"age\":5,"
	"\"muted\":true,\"recording\":true}]}";

static const char phone_state[] =
	"{\"event\":\"phone\",\"handset\":\"baresip\",\"dnd\":false,"
	"\"trunks\":[\"simulated\",\"other\"],\"numbers\":[\"+14255550199\"]}";

static const char people[] =
	"\"Anna Bell\" <+14255550100>\n"
	"\"Bob Carter\" <+14255550122>\n"
	"\"Bob Dole\" <sip:dole@example.com>\n"
	"\"Night's desk\" <+14255550155>\n";

void order_tell(struct order_fix *f, uint32_t peer, const char *line)
{
	cJSON *o = cJSON_Parse(line);

	assert_non_null(o);
	(void)oh_board_line(f->b, peer, o, 100000);
	cJSON_Delete(o);
}

void order_add_peer(struct order_fix *f, uint32_t peer, const char *hello)
{
	cJSON *o = cJSON_Parse(hello);

	assert_int_equal(oh_board_add_peer(f->b, peer, o), 0);
	cJSON_Delete(o);
}

static void name_handler(char *name, size_t size, const char *number,
			 void *arg)
{
	const struct order_fix *f = arg;
	const struct oh_contact *who = oh_contacts_find(f->c, number);

	if (who)
		str_ncpy(name, who->name, size);
}

void order_fill(struct order_fix *f)
{
	order_add_peer(f, PHONE, "{\"command\":\"phoned\",\"pid\":41}");
	order_add_peer(f, DIAL, "{\"command\":\"dial\",\"pid\":42}");
	order_tell(f, PHONE, calls_of_phone);
	order_tell(f, DIAL, calls_of_dial);
	order_tell(f, PHONE, "{\"event\":\"dialing\",\"call\":\"" OVER "\","
	     "\"number\":\"+14255550166\"}");
	order_tell(f, PHONE, "{\"event\":\"ended\",\"call\":\"" OVER "\"}");
	order_tell(f, PHONE, phone_state);
}

int order_start(struct order_fix *f)
{
	int err;

	memset(f, 0, sizeof(*f));
	err = oh_contacts_alloc(&f->c);
	if (!err)
		err = oh_contacts_parse(f->c, people, strlen(people), "US",
					NULL);
	if (!err)
		err = oh_board_alloc(&f->b, name_handler, f);
	if (!err)
		err = oh_history_alloc(&f->h);
	f->prm = (struct oh_order_prm){
		.board = f->b, .contacts = f->c, .history = f->h,
		.cwd = "/home/me/calls", .home = "/home/me",
	};

	return err;
}

void order_stop(struct order_fix *f)
{
	mem_deref(f->h);
	mem_deref(f->b);
	mem_deref(f->c);
}
