import { rdfList } from './rdf-list.ts';

/** XMP as Lightroom Classic writes it beside a RAW: keywords flat and as a tree, rating, develop settings. */
export function lightroomSidecar(): string {
  return `<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core 7.0-c000 1.000000, 0000/00/00-00:00:00        ">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:lr="http://ns.adobe.com/lightroom/1.0/"
    xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
    xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
    xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#"
    xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"
   xmp:Rating="4"
   xmp:Label="Green"
   xmp:MetadataDate="2021-10-09T22:12:00+02:00"
   photoshop:SidecarForExtension="DNG"
   xmpMM:DocumentID="xmp.did:5a0e3c1e-7d42-4a55-9c0b-2f6f1d0c8e11"
   xmpMM:InstanceID="xmp.iid:0d4c7f2a-33bb-4be9-8a47-61c5ef0a9b20"
   crs:Version="14.0"
   crs:ProcessVersion="11.0"
   crs:WhiteBalance="Custom"
   crs:Temperature="5150"
   crs:Tint="+8"
   crs:Exposure2012="+0.35"
   crs:Contrast2012="+12"
   crs:Highlights2012="-46"
   crs:Shadows2012="+28"
   crs:Whites2012="+6"
   crs:Blacks2012="-14"
   crs:Texture="+10"
   crs:Clarity2012="+15"
   crs:Vibrance="+18"
   crs:Sharpness="40"
   crs:LuminanceSmoothing="12"
   crs:PostCropVignetteAmount="-11"
   crs:ToneCurveName2012="Custom"
   crs:HasSettings="True"
   crs:HasCrop="False"
   crs:AlreadyApplied="False">
${rdfList('dc:subject', 'Bag', ['Arboretum', 'Seattle', 'autumn', 'fog &amp; light'])}
${rdfList('lr:hierarchicalSubject', 'Bag', ['Places|USA|Seattle|Arboretum', 'Season|autumn', 'Weather|fog &amp; light'])}
   <dc:rights>
    <rdf:Alt>
     <rdf:li xml:lang="x-default">© sample library</rdf:li>
    </rdf:Alt>
   </dc:rights>
   <xmpMM:History>
    <rdf:Seq>
     <rdf:li
      stEvt:action="saved"
      stEvt:instanceID="xmp.iid:0d4c7f2a-33bb-4be9-8a47-61c5ef0a9b20"
      stEvt:when="2021-10-09T22:12:00+02:00"
      stEvt:softwareAgent="Adobe Photoshop Lightroom Classic 10.4 (Windows)"
      stEvt:changed="/metadata"/>
    </rdf:Seq>
   </xmpMM:History>
${rdfList('crs:ToneCurvePV2012', 'Seq', ['0, 0', '58, 49', '190, 203', '255, 255'])}
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
`;
}

/** XMP in the manner of darktable: named after the whole file name, the edits as a list of modules. */
export function darktableSidecar(fileName: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:lr="http://ns.adobe.com/lightroom/1.0/"
    xmlns:darktable="http://darktable.sf.net/"
   xmp:Rating="2"
   xmpMM:DerivedFrom="${fileName}"
   darktable:xmp_version="4"
   darktable:raw_params="0"
   darktable:auto_presets_applied="1"
   darktable:history_end="2"
   darktable:iop_order_version="2">
${rdfList('dc:subject', 'Bag', ['forest', 'Seattle'])}
${rdfList('lr:hierarchicalSubject', 'Bag', ['nature|forest', 'places|USA|Seattle'])}
   <darktable:masks_history>
    <rdf:Seq/>
   </darktable:masks_history>
   <darktable:history>
    <rdf:Seq>
     <rdf:li
      darktable:num="0"
      darktable:operation="exposure"
      darktable:enabled="1"
      darktable:modversion="6"
      darktable:params="0000000000000000cdcccc3e0000484200000000"
      darktable:multi_name=""
      darktable:multi_priority="0"
      darktable:blendop_version="9"
      darktable:blendop_params="00000000000000000000c842"/>
     <rdf:li
      darktable:num="1"
      darktable:operation="sharpen"
      darktable:enabled="1"
      darktable:modversion="1"
      darktable:params="000000400000003f0000003f"
      darktable:multi_name=""
      darktable:multi_priority="0"
      darktable:blendop_version="9"
      darktable:blendop_params="00000000000000000000c842"/>
    </rdf:Seq>
   </darktable:history>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
`;
}
