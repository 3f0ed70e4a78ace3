drop view leadership_answers;
drop view named_answers;
drop index invitations_state_idx;
drop index contacts_opted_out_idx;
drop trigger template_versions_never_change on template_versions;
drop function refuse_change();
