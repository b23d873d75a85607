/**
 * @file page.c  Lists, a page at a time
 */
#include <cjson/cJSON.h>
#include "base/compat.h"
#include "base/scan.h"
#include "http/query.h"
#include "simrest/page.h"
#include "simrest/reply.h"
#include "simrest/request.h"

static int read_u32(uint32_t *vp, struct oh_turn *t, const char *name,
		    uint32_t least, uint32_t most)
{
	char text[OH_MODEL_NAME];
	int err;

	err = oh_turn_query(text, sizeof(text), t, name);
	if (err)
		return err;
	if (*text && oh_scan_u32(vp, text, least, most))
		return oh_turn_refuse(t, name, "no number, or out of bounds");

	return 0;
}

/**
 * Read from the query which page is wanted
 *
 * @param p    Page
 * @param t    Turn
 * @param size Name of the member that has the size
 *
 * @return 0; EBADMSG when it was refused, ENOMEM: nothing to reset
 */
int oh_page_start(struct oh_page *p, struct oh_turn *t, const char *size)
{
	int err;

	p->skip = 0;
	p->size = OH_PAGE_DEFAULT;
	p->seen = 0;
	p->items = NULL;

	err = read_u32(&p->skip, t, "skip", 0, OH_PAGE_SKIP_MAX);
	if (!err)
		err = read_u32(&p->size, t, size, 1, OH_PAGE_MAX);
	if (err)
		return err;

	p->items = cJSON_CreateArray();

	return p->items ? 0 : ENOMEM;
}

/**
 * Show the page the next item of the list
 *
 * @param p Page
 *
 * @return true if the item stands on it
 */
bool oh_page_takes(struct oh_page *p)
{
	uint64_t at = p->seen++;

	return at >= p->skip && at < (uint64_t)p->skip + p->size;
}

/**
 * Add an item that was taken
 *
 * @param p    Page
 * @param json Item, given, also on failure
 *
 * @return 0 or ENOMEM
 */
int oh_page_add(struct oh_page *p, struct cJSON *json)
{
	if (json && cJSON_AddItemToArray(p->items, json))
		return 0;
	cJSON_Delete(json);

	return ENOMEM;
}

/**
 * Release what a page holds
 *
 * @param p Page
 */
void oh_page_reset(struct oh_page *p)
{
	cJSON_Delete(p->items);
	p->items = NULL;
}

/* The query, which has a form's shape, without its skip */
static int print_others(struct re_printf *pf, const char *query)
{
	int err = 0;

	while (*query && !err) {
		size_t len = strcspn(query, "&");

		if (strncmp(query, "skip=", 5))
			err = re_hprintf(pf, "%b&", query, len);
		query += len + (query[len] == '&');
	}

	return err;
}

static int print_link(char **linkp, const struct oh_page *p,
		      const struct oh_turn *t)
{
	size_t size = 3 * strlen(t->req->query) + 2;
	char *query = mem_alloc(size, NULL);
	int err;

	if (!query)
		return ENOMEM;
	/* So that nothing unprintable of it gets into our JSON */
	err = oh_query_reencode(query, size, t->req->query);
	if (!err)
		err = re_sdprintf(linkp, "%s://%s%s?%Hskip=%u", t->scheme,
				  t->req->host, t->req->path, print_others,
				  query, p->skip + p->size);
	mem_deref(query);

	return err;
}

static int add_link(struct cJSON *json, const struct oh_page *p,
		    const struct oh_turn *t)
{
	char *link = NULL;
	int err = 0;

	if (p->seen <= (uint64_t)p->skip + p->size)
		return 0;

	err = print_link(&link, p, t);
	if (!err && !cJSON_AddStringToObject(json, "nextLink", link))
		err = ENOMEM;
	mem_deref(link);

	return err;
}

/**
 * Answer with the page
 *
 * The link to the next one is absolute, at the host the client spoke to,
 * and keeps all other members of the query.
 *
 * @param p    Page, reset whatever is returned
 * @param t    Turn
 * @param name What its items are called
 *
 * @return 0 or ENOMEM
 */
int oh_page_end(struct oh_page *p, struct oh_turn *t, const char *name)
{
	struct cJSON *json = cJSON_CreateObject();
	int err = ENOMEM;

	if (!cJSON_AddItemToObject(json, name, p->items))
		goto out;
	p->items = NULL;

	err = add_link(json, p, t);
	if (err)
		goto out;
	err = oh_reply_json(t->reply, 200, json);
	json = NULL;

 out:
	cJSON_Delete(json);
	oh_page_reset(p);

	return err;
}
