/**
 * The styles of a Word document: title, headings, body, caption, note and one table style with a header row.
 * They are Word's own by name, so that they show in its gallery and a change there changes the document.
 */
export const wordStyles = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial" w:eastAsia="Arial"/><w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>
${paragraph("Normal", "Normal", "", "", true)}
${paragraph("Title", "Title", '<w:spacing w:before="0" w:after="160"/>', '<w:b/><w:color w:val="12436D"/><w:sz w:val="40"/>')}
${paragraph("Subtitle", "Subtitle", '<w:spacing w:after="240"/>', '<w:color w:val="3D3D3D"/><w:sz w:val="24"/>')}
${paragraph("Heading1", "heading 1", '<w:keepNext/><w:spacing w:before="360" w:after="120"/><w:outlineLvl w:val="0"/>', '<w:b/><w:color w:val="12436D"/><w:sz w:val="30"/>')}
${paragraph("Heading2", "heading 2", '<w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="1"/>', '<w:b/><w:color w:val="12436D"/><w:sz w:val="25"/>')}
${paragraph("Heading3", "heading 3", '<w:keepNext/><w:spacing w:before="200" w:after="60"/><w:outlineLvl w:val="2"/>', '<w:b/><w:sz w:val="22"/>')}
${paragraph("Lead", "Lead", "", '<w:b/><w:sz w:val="24"/>')}
${paragraph("Soft", "Soft", "", '<w:color w:val="3D3D3D"/>')}
${paragraph("ListParagraph", "List Paragraph", '<w:spacing w:after="60"/>', "")}
${paragraph("Picture", "Picture", '<w:keepLines/><w:spacing w:after="80" w:line="240" w:lineRule="auto"/>', "")}
${paragraph("Caption", "caption", '<w:keepNext/><w:keepLines/><w:spacing w:before="200" w:after="80"/>', '<w:b/><w:sz w:val="20"/>')}
${paragraph("TableNote", "Table note", '<w:spacing w:before="60" w:after="160"/>', '<w:color w:val="3D3D3D"/><w:sz w:val="18"/>')}
${paragraph("TableText", "Table text", '<w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/>', '<w:sz w:val="18"/>')}
${paragraph("TableTextSmall", "Table text small", '<w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/>', '<w:sz w:val="15"/>')}
${paragraph("Banner", "Banner", '<w:pBdr><w:left w:val="single" w:sz="36" w:space="8" w:color="801650"/></w:pBdr><w:spacing w:before="80" w:after="240"/>', '<w:b/><w:color w:val="801650"/>')}
${paragraph("Header", "header", "", '<w:color w:val="3D3D3D"/><w:sz w:val="18"/>')}
${paragraph("Footer", "footer", "", '<w:color w:val="3D3D3D"/><w:sz w:val="18"/>')}
<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:qFormat/><w:rPr><w:color w:val="12436D"/><w:u w:val="single"/></w:rPr></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="ResultTable"><w:name w:val="Result table"/><w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:color="12436D"/><w:bottom w:val="single" w:sz="8" w:color="12436D"/><w:insideH w:val="single" w:sz="4" w:color="C8C8C8"/></w:tblBorders></w:tblPr><w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" w:color="12436D"/></w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>
</w:styles>`;

function paragraph(
  id: string,
  name: string,
  layout: string,
  letters: string,
  isDefault = false,
): string {
  const base = isDefault ? "" : '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/>';
  const standard = isDefault ? ' w:default="1"' : "";
  return `<w:style w:type="paragraph"${standard} w:styleId="${id}"><w:name w:val="${name}"/>${base}<w:qFormat/><w:pPr>${layout}</w:pPr><w:rPr>${letters}</w:rPr></w:style>`;
}
