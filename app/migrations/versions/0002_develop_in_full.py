"""Develop in full

Revision ID: 0002
Revises: 0001
Create Date: 2026-11-24 13:20:33.221936

"""
from alembic import op
import sqlalchemy as sa

from app.migrations import emptying, filling, fulltext
from sqlalchemy.dialects import postgresql


# revision identifiers, used by Alembic.
revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

CHECKS = {
    'challenges': (
        ('ck_challenges_budget_ballots_have_a_total', "(ballot = 'budget') = (budget_total IS NOT NULL) AND (budget_total IS NULL OR budget_total > 0)"),
        ('ck_challenges_limited_ballots_have_a_number', "(ballot = 'limited') = (votes_each IS NOT NULL) AND (votes_each IS NULL OR votes_each > 0)"),
    ),
    'ideas': (
        ('ck_ideas_closed_with_a_link_and_a_reason', '(closed_at IS NULL) = (closed_reason IS NULL) AND (closed_at IS NULL) = (duplicate_of_id IS NULL)'),
        ('ck_ideas_costs_are_amounts', 'cost IS NULL OR cost > 0'),
        ('ck_ideas_held_for_a_reason', '(held_at IS NULL) = (held_for IS NULL)'),
        ('ck_ideas_more_counts_are_counts', 'against_count >= 0 AND views_count >= 0'),
        ('ck_ideas_no_duplicate_of_itself', 'duplicate_of_id <> id'),
    ),
    'comments': (
        ('ck_comments_counts_are_counts', 'reactions_count >= 0'),
        ('ck_comments_no_reply_to_itself', 'parent_id <> id'),
        ('ck_comments_held_for_a_reason', '(held_at IS NULL) = (held_for IS NULL)'),
    ),
    'idea_votes': (
        ('ck_idea_votes_for_or_against', 'value IN (1, -1)'),
    ),
}
CHOICES = {
    'people': ('ck_people_digest_every',),
    'challenges': ('ck_challenges_ballot',),
    'comments': ('ck_comments_stance',),
}
SEARCHED = ('ideas', 'submissions')
PURPOSES = "purpose IN ('account', 'submission'%s)"


def upgrade():
    # made anew at the end: SQLite copies the table, and its triggers go
    fulltext.drop('ideas')
    op.create_table('ledger_seals',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sealed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('events_count', sa.Integer(), nullable=False),
    sa.Column('events_before', sa.Integer(), nullable=False),
    sa.Column('previous_root', sa.String(length=64), nullable=False),
    sa.Column('root', sa.String(length=64), nullable=False),
    sa.CheckConstraint('events_count > 0 AND events_before >= 0', name=op.f('ck_ledger_seals_seals_hold_events')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_seals')),
    sa.UniqueConstraint('root', name=op.f('uq_ledger_seals_root'))
    )
    op.create_table('network_keys',
    sa.Column('period', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('period', name=op.f('pk_network_keys'))
    )
    op.create_table('provinces',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('name_th', sa.String(length=60), nullable=False),
    sa.Column('name_en', sa.String(length=60), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_provinces')),
    sa.UniqueConstraint('name_th', name=op.f('uq_provinces_name_th'))
    )
    op.create_table('schedules',
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('kind', name=op.f('pk_schedules'))
    )
    op.create_table('tags',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tags')),
    sa.UniqueConstraint('key', name=op.f('uq_tags_key'))
    )
    op.create_table('text_groups',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('simhash', sa.String(length=16), nullable=False),
    sa.Column('band_0', sa.Integer(), nullable=False),
    sa.Column('band_1', sa.Integer(), nullable=False),
    sa.Column('band_2', sa.Integer(), nullable=False),
    sa.Column('band_3', sa.Integer(), nullable=False),
    sa.Column('short', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_text_groups')),
    sa.UniqueConstraint('simhash', name=op.f('uq_text_groups_simhash'))
    )
    with op.batch_alter_table('text_groups', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_text_groups_band_0'), ['band_0'], unique=False)
        batch_op.create_index(batch_op.f('ix_text_groups_band_1'), ['band_1'], unique=False)
        batch_op.create_index(batch_op.f('ix_text_groups_band_2'), ['band_2'], unique=False)
        batch_op.create_index(batch_op.f('ix_text_groups_band_3'), ['band_3'], unique=False)

    op.create_table('authenticator_apps',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('secret', sa.String(length=200), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_step', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_authenticator_apps_person_id')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_authenticator_apps'))
    )
    op.create_table('districts',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('province_id', sa.Integer(), nullable=False),
    sa.Column('name_th', sa.String(length=60), nullable=False),
    sa.Column('name_en', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['province_id'], ['provinces.id'], name=op.f('fk_districts_province_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_districts'))
    )
    with op.batch_alter_table('districts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_districts_province_id'), ['province_id'], unique=False)

    op.create_table('linked_identities',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('provider', sa.String(length=20), nullable=False),
    sa.Column('subject_hash', sa.String(length=64), nullable=False),
    sa.Column('linked_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_linked_identities_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_linked_identities')),
    sa.UniqueConstraint('person_id', 'provider', name=op.f('uq_linked_identities_person_id_provider')),
    sa.UniqueConstraint('provider', 'subject_hash', name=op.f('uq_linked_identities_provider_subject_hash'))
    )
    with op.batch_alter_table('linked_identities', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_linked_identities_person_id'), ['person_id'], unique=False)

    op.create_table('notifications',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('about', sa.String(length=60), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('path', sa.String(length=300), nullable=False),
    sa.Column('details', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('mailed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_notifications_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notifications'))
    )
    with op.batch_alter_table('notifications', schema=None) as batch_op:
        batch_op.create_index('ix_notifications_person_created', ['person_id', 'created_at'], unique=False)
        batch_op.create_index('ix_notifications_to_mail', ['person_id'], unique=False, sqlite_where=sa.text('mailed_at IS NULL AND read_at IS NULL'), postgresql_where=sa.text('mailed_at IS NULL AND read_at IS NULL'))
        batch_op.create_index('uq_notifications_unread', ['person_id', 'kind', 'about', 'path'], unique=True, sqlite_where=sa.text('read_at IS NULL'), postgresql_where=sa.text('read_at IS NULL'))

    op.create_table('recovery_codes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_recovery_codes_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_codes')),
    sa.UniqueConstraint('person_id', 'code_hash', name=op.f('uq_recovery_codes_person_id_code_hash'))
    )
    with op.batch_alter_table('recovery_codes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recovery_codes_person_id'), ['person_id'], unique=False)

    op.create_table('word_vectors',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('dimensions', sa.Integer(), nullable=False),
    sa.Column('words_count', sa.Integer(), nullable=False),
    sa.Column('texts_count', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['stored_files.id'], name=op.f('fk_word_vectors_file_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_word_vectors'))
    )
    op.create_table('allowances',
    sa.Column('challenge_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('used', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('used >= 0', name=op.f('ck_allowances_used_is_an_amount')),
    sa.ForeignKeyConstraint(['challenge_id'], ['challenges.id'], name=op.f('fk_allowances_challenge_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_allowances_person_id')),
    sa.PrimaryKeyConstraint('challenge_id', 'person_id', name=op.f('pk_allowances'))
    )
    with op.batch_alter_table('allowances', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_allowances_person_id'), ['person_id'], unique=False)

    op.create_table('ballot_counts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('challenge_id', sa.Integer(), nullable=False),
    sa.Column('method', sa.Enum('greedy', 'equal_shares', name='count_method', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('without_suspected', sa.Boolean(), nullable=False),
    sa.Column('result', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('counted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['challenge_id'], ['challenges.id'], name=op.f('fk_ballot_counts_challenge_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ballot_counts')),
    sa.UniqueConstraint('challenge_id', 'method', 'without_suspected', name=op.f('uq_ballot_counts_challenge_id_method_without_suspected'))
    )
    op.create_table('idea_drafts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('challenge_id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('details', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_idea_drafts_author_id')),
    sa.ForeignKeyConstraint(['challenge_id'], ['challenges.id'], name=op.f('fk_idea_drafts_challenge_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_idea_drafts'))
    )
    with op.batch_alter_table('idea_drafts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_idea_drafts_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_idea_drafts_challenge_id'), ['challenge_id'], unique=False)

    op.create_table('idea_families',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('challenge_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['challenge_id'], ['challenges.id'], name=op.f('fk_idea_families_challenge_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['people.id'], name=op.f('fk_idea_families_created_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_idea_families'))
    )
    with op.batch_alter_table('idea_families', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_idea_families_challenge_id'), ['challenge_id'], unique=False)

    op.create_table('idea_orders',
    sa.Column('challenge_id', sa.Integer(), nullable=False),
    sa.Column('ideas', sa.Integer(), nullable=False),
    sa.Column('votes', sa.BigInteger(), nullable=False),
    sa.Column('views', sa.BigInteger(), nullable=False),
    sa.Column('fairness', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['challenge_id'], ['challenges.id'], name=op.f('fk_idea_orders_challenge_id')),
    sa.PrimaryKeyConstraint('challenge_id', name=op.f('pk_idea_orders'))
    )
    op.create_table('vote_flags',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('challenge_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=False),
    sa.Column('flagged_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('cleared_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cleared_by_id', sa.Integer(), nullable=True),
    sa.Column('cleared_reason', sa.Text(), nullable=True),
    sa.CheckConstraint('(cleared_at IS NULL) = (cleared_reason IS NULL)', name=op.f('ck_vote_flags_cleared_with_a_reason')),
    sa.ForeignKeyConstraint(['challenge_id'], ['challenges.id'], name=op.f('fk_vote_flags_challenge_id')),
    sa.ForeignKeyConstraint(['cleared_by_id'], ['people.id'], name=op.f('fk_vote_flags_cleared_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_vote_flags_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vote_flags')),
    sa.UniqueConstraint('challenge_id', 'person_id', name=op.f('uq_vote_flags_challenge_id_person_id'))
    )
    with op.batch_alter_table('vote_flags', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_vote_flags_person_id'), ['person_id'], unique=False)

    op.create_table('answers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('idea_id', sa.Integer(), nullable=True),
    sa.Column('family_id', sa.Integer(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('under_review', 'planned', 'piloted', 'not_now', name='answer_state', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('answered_by_id', sa.Integer(), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state <> 'not_now' OR reason <> ''", name=op.f('ck_answers_not_now_says_why')),
    sa.CheckConstraint('(idea_id IS NULL) <> (family_id IS NULL)', name=op.f('ck_answers_answers_one_thing')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['people.id'], name=op.f('fk_answers_answered_by_id')),
    sa.ForeignKeyConstraint(['family_id'], ['idea_families.id'], name=op.f('fk_answers_family_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['ideas.id'], name=op.f('fk_answers_idea_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_answers_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answers')),
    sa.UniqueConstraint('family_id', name=op.f('uq_answers_family_id')),
    sa.UniqueConstraint('idea_id', name=op.f('uq_answers_idea_id'))
    )
    with op.batch_alter_table('answers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_answers_unit_id'), ['unit_id'], unique=False)

    op.create_table('attachments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('draft_id', sa.Integer(), nullable=True),
    sa.Column('idea_id', sa.Integer(), nullable=True),
    sa.Column('file_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('image', 'pdf', 'docx', name='attachment_kind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('description', sa.String(length=200), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('width', sa.Integer(), nullable=True),
    sa.Column('height', sa.Integer(), nullable=True),
    sa.CheckConstraint('(draft_id IS NULL) <> (idea_id IS NULL)', name=op.f('ck_attachments_belongs_to_one')),
    sa.ForeignKeyConstraint(['draft_id'], ['idea_drafts.id'], name=op.f('fk_attachments_draft_id')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_files.id'], name=op.f('fk_attachments_file_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['ideas.id'], name=op.f('fk_attachments_idea_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachments'))
    )
    with op.batch_alter_table('attachments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attachments_draft_id'), ['draft_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_attachments_idea_id'), ['idea_id'], unique=False)

    op.create_table('family_members',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('family_id', sa.Integer(), nullable=False),
    sa.Column('idea_id', sa.Integer(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('agreed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('declined_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('agreed_at IS NULL OR declined_at IS NULL', name=op.f('ck_family_members_agreed_or_declined')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['people.id'], name=op.f('fk_family_members_asked_by_id')),
    sa.ForeignKeyConstraint(['family_id'], ['idea_families.id'], name=op.f('fk_family_members_family_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['ideas.id'], name=op.f('fk_family_members_idea_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_family_members')),
    sa.UniqueConstraint('family_id', 'idea_id', name=op.f('uq_family_members_family_id_idea_id'))
    )
    with op.batch_alter_table('family_members', schema=None) as batch_op:
        batch_op.create_index('uq_family_members_agreed', ['idea_id'], unique=True, sqlite_where=sa.text('agreed_at IS NOT NULL'), postgresql_where=sa.text('agreed_at IS NOT NULL'))

    op.create_table('follows',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('idea_id', sa.Integer(), nullable=True),
    sa.Column('challenge_id', sa.Integer(), nullable=True),
    sa.Column('mission_group_id', sa.Integer(), nullable=True),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(CASE WHEN idea_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN challenge_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN mission_group_id IS NULL THEN 0 ELSE 1 END) = 1', name=op.f('ck_follows_follows_one_thing')),
    sa.ForeignKeyConstraint(['challenge_id'], ['challenges.id'], name=op.f('fk_follows_challenge_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['ideas.id'], name=op.f('fk_follows_idea_id')),
    sa.ForeignKeyConstraint(['mission_group_id'], ['mission_groups.id'], name=op.f('fk_follows_mission_group_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_follows_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_follows')),
    sa.UniqueConstraint('person_id', 'challenge_id', name=op.f('uq_follows_person_id_challenge_id')),
    sa.UniqueConstraint('person_id', 'idea_id', name=op.f('uq_follows_person_id_idea_id')),
    sa.UniqueConstraint('person_id', 'mission_group_id', name=op.f('uq_follows_person_id_mission_group_id'))
    )
    with op.batch_alter_table('follows', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_follows_challenge_id'), ['challenge_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_follows_idea_id'), ['idea_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_follows_mission_group_id'), ['mission_group_id'], unique=False)

    op.create_table('idea_tags',
    sa.Column('idea_id', sa.Integer(), nullable=False),
    sa.Column('tag_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['idea_id'], ['ideas.id'], name=op.f('fk_idea_tags_idea_id')),
    sa.ForeignKeyConstraint(['tag_id'], ['tags.id'], name=op.f('fk_idea_tags_tag_id')),
    sa.PrimaryKeyConstraint('idea_id', 'tag_id', name=op.f('pk_idea_tags'))
    )
    with op.batch_alter_table('idea_tags', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_idea_tags_tag_id'), ['tag_id'], unique=False)

    op.create_table('idea_vectors',
    sa.Column('idea_id', sa.Integer(), nullable=False),
    sa.Column('word_vectors_id', sa.Integer(), nullable=False),
    sa.Column('challenge_id', sa.Integer(), nullable=False),
    sa.Column('vector', sa.LargeBinary(), nullable=False),
    sa.Column('signs', sa.LargeBinary(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['challenge_id'], ['challenges.id'], name=op.f('fk_idea_vectors_challenge_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['ideas.id'], name=op.f('fk_idea_vectors_idea_id')),
    sa.ForeignKeyConstraint(['word_vectors_id'], ['word_vectors.id'], name=op.f('fk_idea_vectors_word_vectors_id')),
    sa.PrimaryKeyConstraint('idea_id', name=op.f('pk_idea_vectors'))
    )
    with op.batch_alter_table('idea_vectors', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_idea_vectors_challenge_id'), ['challenge_id'], unique=False)
        batch_op.create_index('ix_idea_vectors_new', ['word_vectors_id', 'challenge_id', 'made_at'], unique=False)

    op.create_table('idea_versions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('idea_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('details', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withheld_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withheld_by_id', sa.Integer(), nullable=True),
    sa.Column('withheld_reason', sa.Text(), nullable=True),
    sa.CheckConstraint("withheld_at IS NULL OR (title = '' AND body = '')", name=op.f('ck_idea_versions_withheld_words_are_gone')),
    sa.CheckConstraint('(withheld_at IS NULL) = (withheld_reason IS NULL)', name=op.f('ck_idea_versions_withheld_with_a_reason')),
    sa.ForeignKeyConstraint(['idea_id'], ['ideas.id'], name=op.f('fk_idea_versions_idea_id')),
    sa.ForeignKeyConstraint(['withheld_by_id'], ['people.id'], name=op.f('fk_idea_versions_withheld_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_idea_versions')),
    sa.UniqueConstraint('idea_id', 'number', name=op.f('uq_idea_versions_idea_id_number'))
    )
    op.create_table('phase_news',
    sa.Column('phase_id', sa.Integer(), nullable=False),
    sa.Column('event', sa.Enum('opened', 'closing', name='phase_event', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('of', sa.DateTime(timezone=True), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['phase_id'], ['phases.id'], name=op.f('fk_phase_news_phase_id')),
    sa.PrimaryKeyConstraint('phase_id', 'event', 'of', name=op.f('pk_phase_news'))
    )
    op.create_table('vote_events',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('challenge_id', sa.Integer(), nullable=False),
    sa.Column('idea_id', sa.Integer(), nullable=False),
    sa.Column('voter', sa.String(length=32), nullable=False),
    sa.Column('choice', sa.Enum('for', 'against', 'withdrawn', name='choice', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('receipt_hash', sa.String(length=64), nullable=True),
    sa.Column('seal_id', sa.Integer(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=True),
    sa.CheckConstraint('(seal_id IS NULL) = (position IS NULL)', name=op.f('ck_vote_events_sealed_events_have_a_place')),
    sa.ForeignKeyConstraint(['challenge_id'], ['challenges.id'], name=op.f('fk_vote_events_challenge_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['ideas.id'], name=op.f('fk_vote_events_idea_id')),
    sa.ForeignKeyConstraint(['seal_id'], ['ledger_seals.id'], name=op.f('fk_vote_events_seal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vote_events')),
    sa.UniqueConstraint('seal_id', 'position', name=op.f('uq_vote_events_seal_id_position'))
    )
    with op.batch_alter_table('vote_events', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_vote_events_challenge_id'), ['challenge_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_vote_events_idea_id'), ['idea_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_vote_events_receipt_hash'), ['receipt_hash'], unique=False)
        batch_op.create_index(batch_op.f('ix_vote_events_voter'), ['voter'], unique=False)

    op.create_table('answer_ratings',
    sa.Column('answer_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('answered', sa.Boolean(), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['answer_id'], ['answers.id'], name=op.f('fk_answer_ratings_answer_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_answer_ratings_person_id')),
    sa.PrimaryKeyConstraint('answer_id', 'person_id', name=op.f('pk_answer_ratings'))
    )
    with op.batch_alter_table('answer_ratings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_answer_ratings_person_id'), ['person_id'], unique=False)

    op.create_table('comment_mentions',
    sa.Column('comment_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_comment_mentions_comment_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_comment_mentions_person_id')),
    sa.PrimaryKeyConstraint('comment_id', 'person_id', name=op.f('pk_comment_mentions'))
    )
    with op.batch_alter_table('comment_mentions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_comment_mentions_person_id'), ['person_id'], unique=False)

    op.create_table('comment_reactions',
    sa.Column('comment_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_comment_reactions_comment_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_comment_reactions_person_id')),
    sa.PrimaryKeyConstraint('comment_id', 'person_id', name=op.f('pk_comment_reactions'))
    )
    with op.batch_alter_table('comment_reactions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_comment_reactions_person_id'), ['person_id'], unique=False)

    op.create_table('decisions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('action', sa.Enum('hide', 'restore', 'release', 'dismiss', 'warn', 'suspend', 'reinstate', name='moderation_action', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('rule', sa.Enum('insult', 'hate', 'personal_data', 'advertising', 'repeated', 'off_topic', 'unlawful', 'impersonation', name='decision_rule', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('idea_id', sa.Integer(), nullable=True),
    sa.Column('comment_id', sa.Integer(), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('batch', sa.String(length=32), nullable=False),
    sa.Column('before', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=True),
    sa.Column('waited_seconds', sa.Integer(), nullable=True),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("rule IS NOT NULL OR action NOT IN ('hide', 'warn', 'suspend')", name=op.f('ck_decisions_rules_are_named')),
    sa.CheckConstraint('idea_id IS NULL OR comment_id IS NULL', name=op.f('ck_decisions_decides_on_one_post_at_most')),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_decisions_comment_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['people.id'], name=op.f('fk_decisions_decided_by_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['ideas.id'], name=op.f('fk_decisions_idea_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_decisions_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decisions'))
    )
    with op.batch_alter_table('decisions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_decisions_batch'), ['batch'], unique=False)
        batch_op.create_index(batch_op.f('ix_decisions_comment_id'), ['comment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_decisions_idea_id'), ['idea_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_decisions_person_id'), ['person_id'], unique=False)

    op.create_table('reports',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('idea_id', sa.Integer(), nullable=True),
    sa.Column('comment_id', sa.Integer(), nullable=True),
    sa.Column('reporter_id', sa.Integer(), nullable=False),
    sa.Column('rule', sa.Enum('insult', 'hate', 'personal_data', 'advertising', 'repeated', 'off_topic', 'unlawful', 'impersonation', name='report_rule', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(idea_id IS NULL) <> (comment_id IS NULL)', name=op.f('ck_reports_reports_one_post')),
    sa.ForeignKeyConstraint(['comment_id'], ['comments.id'], name=op.f('fk_reports_comment_id')),
    sa.ForeignKeyConstraint(['idea_id'], ['ideas.id'], name=op.f('fk_reports_idea_id')),
    sa.ForeignKeyConstraint(['reporter_id'], ['people.id'], name=op.f('fk_reports_reporter_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reports')),
    sa.UniqueConstraint('reporter_id', 'comment_id', name=op.f('uq_reports_reporter_id_comment_id')),
    sa.UniqueConstraint('reporter_id', 'idea_id', name=op.f('uq_reports_reporter_id_idea_id'))
    )
    with op.batch_alter_table('reports', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reports_comment_id'), ['comment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reports_idea_id'), ['idea_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reports_settled_at'), ['settled_at'], unique=False)

    op.create_table('appeals',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('outcome', sa.Enum('upheld', 'overturned', name='outcome', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('(outcome IS NULL) = (settled_at IS NULL)', name=op.f('ck_appeals_settled_with_an_outcome')),
    sa.ForeignKeyConstraint(['decision_id'], ['decisions.id'], name=op.f('fk_appeals_decision_id')),
    sa.ForeignKeyConstraint(['settled_by_id'], ['people.id'], name=op.f('fk_appeals_settled_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appeals')),
    sa.UniqueConstraint('decision_id', name=op.f('uq_appeals_decision_id'))
    )
    with op.batch_alter_table('appeals', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_appeals_settled_at'), ['settled_at'], unique=False)

    with op.batch_alter_table('auth_sessions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('second_factor_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('challenges', schema=None) as batch_op:
        batch_op.add_column(sa.Column('ballot', sa.Enum('support', 'updown', 'limited', 'budget', name='ballot', native_enum=False, create_constraint=True, length=32), server_default='support', nullable=False))
        batch_op.add_column(sa.Column('votes_each', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('budget_total', sa.BigInteger(), nullable=True))

    with op.batch_alter_table('comments', schema=None) as batch_op:
        batch_op.add_column(sa.Column('parent_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('stance', sa.Enum('for', 'against', 'question', 'remark', name='stance', native_enum=False, create_constraint=True, length=32), server_default='remark', nullable=False))
        batch_op.add_column(sa.Column('edited_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('reactions_count', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('place', sa.Double(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('is_due', sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column('held_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('held_for', sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('text_group_id', sa.Integer(), nullable=True))
        batch_op.create_index('ix_comments_due', ['idea_id'], unique=False, sqlite_where=sa.text('is_due'), postgresql_where=sa.text('is_due'))
        batch_op.create_index('ix_comments_held_at', ['held_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_comments_parent_id'), ['parent_id'], unique=False)
        batch_op.create_index('ix_comments_place', ['idea_id', 'place', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_comments_text_group_id'), ['text_group_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_comments_parent_id'), 'comments', ['parent_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_comments_text_group_id'), 'text_groups', ['text_group_id'], ['id'])

    with op.batch_alter_table('idea_votes', schema=None) as batch_op:
        batch_op.add_column(sa.Column('value', sa.SmallInteger(), server_default='1', nullable=False))
        batch_op.add_column(sa.Column('network', sa.String(length=32), nullable=True))
        batch_op.create_index(batch_op.f('ix_idea_votes_network'), ['network'], unique=False)

    with op.batch_alter_table('ideas', schema=None) as batch_op:
        batch_op.add_column(sa.Column('province_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('district_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('cost', sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column('against_count', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('views_count', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('place', sa.Double(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('duplicate_of_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('closed_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('closed_reason', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('held_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('held_for', sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('text_group_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_ideas_duplicate_of_id'), ['duplicate_of_id'], unique=False)
        batch_op.create_index('ix_ideas_held_at', ['held_at'], unique=False)
        batch_op.create_index('ix_ideas_place', ['challenge_id', 'place', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ideas_province_id'), ['province_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ideas_text_group_id'), ['text_group_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_ideas_province_id'), 'provinces', ['province_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_ideas_closed_by_id'), 'people', ['closed_by_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_ideas_duplicate_of_id'), 'ideas', ['duplicate_of_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_ideas_text_group_id'), 'text_groups', ['text_group_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_ideas_district_id'), 'districts', ['district_id'], ['id'])

    with op.batch_alter_table('people', schema=None) as batch_op:
        batch_op.add_column(sa.Column('suspended_until', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('digest_every', sa.Enum('day', 'week', 'never', name='digest_every', native_enum=False, create_constraint=True, length=32), server_default='week', nullable=False))
        batch_op.add_column(sa.Column('digest_sent_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('ledger_key', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('vote_consent', sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True))

    for table, checks in CHECKS.items():
        with op.batch_alter_table(table) as batch_op:
            for name, condition in checks:
                batch_op.create_check_constraint(op.f(name), condition)
    _set_purposes(", 'vote'")
    filling.ledger_of_earlier_votes()
    emptying.mark_the_erased_again()
    fulltext.add('ideas')
    for table in SEARCHED:
        fulltext.store_vector(table)


def downgrade():
    emptying.keep_what_0001_would_show()
    op.execute("DELETE FROM consents WHERE purpose = 'vote'")
    _set_purposes('')
    for table in SEARCHED:
        fulltext.forget_vector(table)
    fulltext.drop('ideas')
    for table in {*CHECKS, *CHOICES}:
        with op.batch_alter_table(table) as batch_op:
            for name in [name for name, _condition in CHECKS.get(table, ())] + [*CHOICES.get(table, ())]:
                batch_op.drop_constraint(op.f(name), type_='check')
    with op.batch_alter_table('people', schema=None) as batch_op:
        batch_op.drop_column('erased_at')
        batch_op.drop_column('vote_consent')
        batch_op.drop_column('ledger_key')
        batch_op.drop_column('digest_sent_at')
        batch_op.drop_column('digest_every')
        batch_op.drop_column('suspended_until')

    with op.batch_alter_table('ideas', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_ideas_district_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_ideas_text_group_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_ideas_duplicate_of_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_ideas_closed_by_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_ideas_province_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_ideas_text_group_id'))
        batch_op.drop_index(batch_op.f('ix_ideas_province_id'))
        batch_op.drop_index('ix_ideas_place')
        batch_op.drop_index('ix_ideas_held_at')
        batch_op.drop_index(batch_op.f('ix_ideas_duplicate_of_id'))
        batch_op.drop_column('text_group_id')
        batch_op.drop_column('withdrawn_at')
        batch_op.drop_column('held_for')
        batch_op.drop_column('held_at')
        batch_op.drop_column('closed_reason')
        batch_op.drop_column('closed_by_id')
        batch_op.drop_column('closed_at')
        batch_op.drop_column('duplicate_of_id')
        batch_op.drop_column('place')
        batch_op.drop_column('views_count')
        batch_op.drop_column('against_count')
        batch_op.drop_column('cost')
        batch_op.drop_column('district_id')
        batch_op.drop_column('province_id')

    with op.batch_alter_table('idea_votes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_idea_votes_network'))
        batch_op.drop_column('network')
        batch_op.drop_column('value')

    with op.batch_alter_table('comments', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_comments_text_group_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_comments_parent_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_comments_text_group_id'))
        batch_op.drop_index('ix_comments_place')
        batch_op.drop_index(batch_op.f('ix_comments_parent_id'))
        batch_op.drop_index('ix_comments_held_at')
        batch_op.drop_index('ix_comments_due', sqlite_where=sa.text('is_due'), postgresql_where=sa.text('is_due'))
        batch_op.drop_column('text_group_id')
        batch_op.drop_column('withdrawn_at')
        batch_op.drop_column('held_for')
        batch_op.drop_column('held_at')
        batch_op.drop_column('is_due')
        batch_op.drop_column('place')
        batch_op.drop_column('reactions_count')
        batch_op.drop_column('edited_at')
        batch_op.drop_column('stance')
        batch_op.drop_column('parent_id')

    with op.batch_alter_table('challenges', schema=None) as batch_op:
        batch_op.drop_column('budget_total')
        batch_op.drop_column('votes_each')
        batch_op.drop_column('ballot')

    with op.batch_alter_table('auth_sessions', schema=None) as batch_op:
        batch_op.drop_column('second_factor_at')

    with op.batch_alter_table('appeals', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_appeals_settled_at'))

    op.drop_table('appeals')
    with op.batch_alter_table('reports', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reports_settled_at'))
        batch_op.drop_index(batch_op.f('ix_reports_idea_id'))
        batch_op.drop_index(batch_op.f('ix_reports_comment_id'))

    op.drop_table('reports')
    with op.batch_alter_table('decisions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_decisions_person_id'))
        batch_op.drop_index(batch_op.f('ix_decisions_idea_id'))
        batch_op.drop_index(batch_op.f('ix_decisions_comment_id'))
        batch_op.drop_index(batch_op.f('ix_decisions_batch'))

    op.drop_table('decisions')
    with op.batch_alter_table('comment_reactions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_comment_reactions_person_id'))

    op.drop_table('comment_reactions')
    with op.batch_alter_table('comment_mentions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_comment_mentions_person_id'))

    op.drop_table('comment_mentions')
    with op.batch_alter_table('answer_ratings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_answer_ratings_person_id'))

    op.drop_table('answer_ratings')
    with op.batch_alter_table('vote_events', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_vote_events_voter'))
        batch_op.drop_index(batch_op.f('ix_vote_events_receipt_hash'))
        batch_op.drop_index(batch_op.f('ix_vote_events_idea_id'))
        batch_op.drop_index(batch_op.f('ix_vote_events_challenge_id'))

    op.drop_table('vote_events')
    op.drop_table('phase_news')
    op.drop_table('idea_versions')
    with op.batch_alter_table('idea_vectors', schema=None) as batch_op:
        batch_op.drop_index('ix_idea_vectors_new')
        batch_op.drop_index(batch_op.f('ix_idea_vectors_challenge_id'))

    op.drop_table('idea_vectors')
    with op.batch_alter_table('idea_tags', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_idea_tags_tag_id'))

    op.drop_table('idea_tags')
    with op.batch_alter_table('follows', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_follows_mission_group_id'))
        batch_op.drop_index(batch_op.f('ix_follows_idea_id'))
        batch_op.drop_index(batch_op.f('ix_follows_challenge_id'))

    op.drop_table('follows')
    with op.batch_alter_table('family_members', schema=None) as batch_op:
        batch_op.drop_index('uq_family_members_agreed', sqlite_where=sa.text('agreed_at IS NOT NULL'), postgresql_where=sa.text('agreed_at IS NOT NULL'))

    op.drop_table('family_members')
    with op.batch_alter_table('attachments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attachments_idea_id'))
        batch_op.drop_index(batch_op.f('ix_attachments_draft_id'))

    op.drop_table('attachments')
    with op.batch_alter_table('answers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_answers_unit_id'))

    op.drop_table('answers')
    with op.batch_alter_table('vote_flags', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_vote_flags_person_id'))

    op.drop_table('vote_flags')
    op.drop_table('idea_orders')
    with op.batch_alter_table('idea_families', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_idea_families_challenge_id'))

    op.drop_table('idea_families')
    with op.batch_alter_table('idea_drafts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_idea_drafts_challenge_id'))
        batch_op.drop_index(batch_op.f('ix_idea_drafts_author_id'))

    op.drop_table('idea_drafts')
    op.drop_table('ballot_counts')
    with op.batch_alter_table('allowances', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_allowances_person_id'))

    op.drop_table('allowances')
    op.drop_table('word_vectors')
    with op.batch_alter_table('recovery_codes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_recovery_codes_person_id'))

    op.drop_table('recovery_codes')
    with op.batch_alter_table('notifications', schema=None) as batch_op:
        batch_op.drop_index('uq_notifications_unread', sqlite_where=sa.text('read_at IS NULL'), postgresql_where=sa.text('read_at IS NULL'))
        batch_op.drop_index('ix_notifications_to_mail', sqlite_where=sa.text('mailed_at IS NULL AND read_at IS NULL'), postgresql_where=sa.text('mailed_at IS NULL AND read_at IS NULL'))
        batch_op.drop_index('ix_notifications_person_created')

    op.drop_table('notifications')
    with op.batch_alter_table('linked_identities', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_linked_identities_person_id'))

    op.drop_table('linked_identities')
    with op.batch_alter_table('districts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_districts_province_id'))

    op.drop_table('districts')
    op.drop_table('authenticator_apps')
    with op.batch_alter_table('text_groups', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_text_groups_band_3'))
        batch_op.drop_index(batch_op.f('ix_text_groups_band_2'))
        batch_op.drop_index(batch_op.f('ix_text_groups_band_1'))
        batch_op.drop_index(batch_op.f('ix_text_groups_band_0'))

    op.drop_table('text_groups')
    op.drop_table('tags')
    op.drop_table('schedules')
    op.drop_table('provinces')
    op.drop_table('network_keys')
    op.drop_table('ledger_seals')
    fulltext.add('ideas')


def _set_purposes(more):
    with op.batch_alter_table('consents') as batch_op:
        batch_op.drop_constraint(op.f('ck_consents_purpose'), type_='check')
        batch_op.create_check_constraint(op.f('ck_consents_purpose'), PURPOSES % more)
